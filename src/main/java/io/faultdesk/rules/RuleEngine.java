package io.faultdesk.rules;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.faultdesk.rules.Findings.Said;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.KieServices;
import org.kie.api.io.Resource;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.conf.ConstraintJittingThresholdOption;
import org.kie.internal.io.ResourceFactory;

/** Rules compiled by Drools, and the sessions they run in, each used by one thread at a time. */
final class RuleEngine {

  /** More firings than any sensible rule set has for one service; the rest is left out. */
  private static final int MAX_FIRINGS = 100_000;

  private final KieBase base;
  private final ConcurrentLinkedDeque<Seat> idle = new ConcurrentLinkedDeque<>();
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
  private boolean retired;

  private RuleEngine(KieBase base) {
    this.base = base;
  }

  /** Compiles them; rules are numbered through all rules. */
  static RuleEngine compile(List<ReadRule> rules) throws BrokenRules {
    Properties settings = new Properties();
    // Drools' parallel build looks for its own parts through the wrong class loader.
    settings.setProperty("drools.parallelRulesBuildThreshold", "-1");
    Fence fence = new Fence();
    KnowledgeBuilder builder =
        KnowledgeBuilderFactory.newKnowledgeBuilder(
            KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(settings, fence));
    sources(rules).forEach((file, drl) -> builder.add(resource(file, drl), ResourceType.DRL));
    if (builder.hasErrors()) {
      throw new BrokenRules(builder.getErrors().stream().map(RuleEngine::fault).toList());
    }
    KieBaseConfiguration configuration = KieServices.get().newKieBaseConfiguration(new Properties(), fence);
    // The bytecode that Drools makes of busy constraints says that NaN is below every number.
    configuration.setOption(ConstraintJittingThresholdOption.get(-1));
    var base = KnowledgeBaseFactory.newKnowledgeBase(configuration);
    base.addPackages(builder.getKnowledgePackages());
    return new RuleEngine(base);
  }

  /** What the rules say; null where they are retired. A rule that throws is passed on. */
  @Nullable
  List<Said> ask(Facts facts) {
    use.readLock().lock();
    try {
      if (retired) {
        return null;
      }
      Seat seat = idle.poll();
      if (seat == null) {
        seat = new Seat(base);
      }
      List<Said> said = seat.ask(facts);
      idle.push(seat);
      return said;
    } finally {
      use.readLock().unlock();
    }
  }

  /** Waits for those who are asking, then gives the sessions back. */
  void retire() {
    use.writeLock().lock();
    try {
      retired = true;
      idle.forEach(Seat::dispose);
      idle.clear();
    } finally {
      use.writeLock().unlock();
    }
  }

  /** How many facts sessions at rest still hold. */
  long left() {
    return idle.stream().mapToLong(seat -> seat.session.getFactCount()).sum();
  }

  private static Map<String, String> sources(List<ReadRule> rules) {
    Map<String, String> sources = new LinkedHashMap<>();
    int number = 0;
    Map<String, List<ReadRule>> files =
        rules.stream().collect(groupingBy(ReadRule::file, LinkedHashMap::new, toList()));
    for (Map.Entry<String, List<ReadRule>> file : files.entrySet()) {
      DrlWriter writer = new DrlWriter(file.getValue().getFirst().family(), number);
      file.getValue().forEach(writer::write);
      sources.put(file.getKey(), writer.drl());
      number = writer.next();
    }
    return sources;
  }

  private static Resource resource(String file, String drl) {
    Resource resource = ResourceFactory.newReaderResource(new StringReader(drl), "UTF-8");
    resource.setSourcePath(file);
    return resource;
  }

  private static Fault fault(KnowledgeBuilderError error) {
    String file = error.getResource() == null ? "rules" : error.getResource().getSourcePath();
    int line = error.getLines().length == 0 ? 1 : Math.max(1, error.getLines()[0]);
    return new Fault(file, line, 1,
        error.getMessage().lines().findFirst().orElse("Drools cannot compile this").strip());
  }

  /** One session and what is said in it. */
  private static final class Seat {

    private final KieSession session;
    private final Findings findings = new Findings();

    Seat(KieBase base) {
      session = base.newKieSession();
      session.setGlobal("findings", findings);
    }

    List<Said> ask(Facts facts) {
      List<FactHandle> handles = new ArrayList<>(facts.indicators().size() + facts.alerts().size() + 2);
      boolean answered = false;
      try {
        handles.add(session.insert(facts.service()));
        facts.indicators().forEach(fact -> handles.add(session.insert(fact)));
        facts.alerts().forEach(fact -> handles.add(session.insert(fact)));
        facts.forecasts().forEach(fact -> handles.add(session.insert(fact)));
        session.fireAllRules(MAX_FIRINGS);
        handles.forEach(session::delete);
        answered = true;
        return findings.take();
      } finally {
        if (!answered) {
          dispose();
        }
      }
    }

    void dispose() {
      session.dispose();
    }
  }
}
