package io.faultdesk.workflow;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.impl.transform.DmnTransformException;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.xml.sax.SAXParseException;

/** The engine's own parsers, without an engine and a database. */
final class ProcessParser {

  private final Parts parts = new Parts();

  /** What the engine would refuse about that file. */
  List<ProcessFault> faults(String file, byte[] content) {
    return ProcessFiles.ending(file).equals("bpmn") ? bpmn(file, content) : dmn(file, content);
  }

  private List<ProcessFault> bpmn(String file, byte[] content) {
    return within(
        () -> {
          try {
            new BpmnParser(parts.getExpressionManager(), parts.getBpmnParseFactory())
                .createParse()
                .sourceInputStream(new ByteArrayInputStream(content))
                .name(file)
                .deployment(new DeploymentEntity())
                .execute();
            return List.of();
          } catch (ParseException e) {
            return e.getResorceReports().stream()
                .flatMap(report -> report.getErrors().stream())
                .map(problem -> new ProcessFault(file, problem.getLine(), problem.getColumn(), problem.getMessage()))
                .toList();
          } catch (ProcessEngineException | ELException e) {
            return List.of(located(file, e));
          }
        });
  }

  private List<ProcessFault> dmn(String file, byte[] content) {
    return within(
        () -> {
          try {
            parts
                .getDmnEngineConfiguration()
                .getTransformer()
                .createTransform()
                .modelInstance(new ByteArrayInputStream(content))
                .transformDecisionRequirementsGraph();
            return List.of();
          } catch (DmnTransformException | ProcessEngineException e) {
            return List.of(located(file, e));
          }
        });
  }

  /** Why the engine would not take that text, which holds an expression; nothing where it would. */
  Optional<String> refusal(String text) {
    try {
      parts.getExpressionManager().createExpression(text);
      return Optional.empty();
    } catch (ELException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static ProcessFault located(String file, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SAXParseException sax) {
        return new ProcessFault(file, sax.getLineNumber(), sax.getColumnNumber(), String.valueOf(sax.getMessage()));
      }
    }
    Throwable root = e.getCause() == null ? e : e.getCause();
    return ProcessFault.of(file, String.valueOf(root.getMessage()));
  }

  private <T> T within(java.util.function.Supplier<T> work) {
    Context.setProcessEngineConfiguration(parts);
    Context.setCommandContext(new CommandContext(parts));
    try {
      return work.get();
    } finally {
      Context.removeCommandContext();
      Context.removeProcessEngineConfiguration();
    }
  }

  /** The parts of an engine that parsing needs; what would want a database is left out. */
  private static final class Parts extends StandaloneInMemProcessEngineConfiguration {

    Parts() {
      setDatabaseType("h2");
      setCmmnEnabled(false);
      setExpressionManager(new SafeExpressions(Map.of()));
      setHistoryTimeToLive("P365D");
      init();
    }

    @Override
    protected void initDataSource() {}

    @Override
    protected void initSqlSessionFactory() {}

    @Override
    protected void initDiagnostics() {}
  }
}
