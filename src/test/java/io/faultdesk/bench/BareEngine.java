package io.faultdesk.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;

/** Camunda and nothing else: our processes with delegates that do nothing, in a database of its own. */
final class BareEngine implements AutoCloseable {

  private static final Path PROCESSES = Path.of("processes");

  private final HikariDataSource database;
  private final ProcessEngine engine;

  private BareEngine(HikariDataSource database, ProcessEngine engine) {
    this.database = database;
    this.engine = engine;
  }

  static BareEngine on(String url, String user, String password) throws IOException {
    HikariDataSource database = new HikariDataSource();
    database.setJdbcUrl(url);
    database.setUsername(user);
    database.setPassword(password);
    database.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    database.setMaximumPoolSize(20);
    StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
    configuration.setProcessEngineName("bare");
    configuration.setDataSource(database);
    configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
    configuration.setIdGenerator(new StrongUuidGenerator());
    configuration.setJobExecutorActivate(true);
    configuration.setCmmnEnabled(false);
    configuration.setDbMetricsReporterActivate(false);
    configuration.setImplicitVariableUpdateDetectionEnabled(false);
    configuration.setBeans(stubs());
    ProcessEngine engine = configuration.buildProcessEngine();
    deploy(engine);
    return new BareEngine(database, engine);
  }

  /** Starts the process of one incident with the variables that it has in the application. */
  void start(String number) {
    Date later = Date.from(Instant.now().plusSeconds(3600));
    Map<String, Object> variables = new HashMap<>();
    variables.put("number", number);
    variables.put("title", "Answers are slow");
    variables.put("service", "crm-order");
    variables.put("category", "performance");
    variables.put("severity", "major");
    variables.put("priority", 1);
    variables.put("taskPriority", 100);
    variables.put("impact", "high");
    variables.put("urgency", "high");
    variables.put("ownerTeam", "platform");
    variables.put("why", "95 % of the answers took up to 3000 ms; the limit is 800 ms.");
    variables.put("respondWarnAt", later);
    variables.put("respondBy", later);
    variables.put("resolveWarnAt", later);
    variables.put("resolveBy", later);
    variables.put("runbook", null);
    variables.put("reviewRequested", false);
    engine.getRuntimeService().startProcessInstanceByKey("incident-response", number, variables);
  }

  private static Map<Object, Object> stubs() {
    Map<Object, Object> stubs = new HashMap<>();
    for (String name : new String[]{"enterPhase", "checkRecovery", "escalate", "resolveIncident", "mergeIncident",
      "closeIncident", "sendNotice"}) {
      stubs.put(name, new Stub());
    }
    return stubs;
  }

  private static void deploy(ProcessEngine engine) throws IOException {
    var deployment = engine.getRepositoryService().createDeployment();
    try (var files = Files.list(PROCESSES)) {
      for (Path file : files.filter(each -> each.toString().matches(".*\\.(bpmn|dmn|form)")).toList()) {
        deployment.addString(file.getFileName().toString(), Files.readString(file));
      }
    }
    deployment.deploy();
  }

  @Override
  public void close() {
    engine.close();
    database.close();
  }

  /** A delegate that does nothing. */
  private static final class Stub implements JavaDelegate, ExecutionListener {

    @Override
    public void execute(DelegateExecution execution) {}

    @Override
    public void notify(DelegateExecution execution) {}
  }
}
