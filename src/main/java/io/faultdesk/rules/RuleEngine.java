package io.faultdesk.rules;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.faultdesk.rules.Findings.Said;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
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
import org.kie.internal.conf.AlphaRangeIndexThresholdOption;
import org.kie.internal.conf.ConstraintJittingThresholdOption;
import org.kie.internal.io.ResourceFactory;

/** Rules compiled by Drools, and the sessions they run in, each used by one thread at a time. */
final class RuleEngine {

  private final List<ReadRule> rules;
  private final Duration limit;
  private final Sieve sieve;
  private final ConcurrentLinkedDeque<Seat> idle = new ConcurrentLinkedDeque<>();
  private Set<Integer> leftOut = Set.of();
  private volatile KieBase base;
  private volatile boolean retired;

  private RuleEngine(List<ReadRule> rules, Duration limit) throws BrokenRules {
    this.rules = rules;
    this.limit = limit;
    sieve = new Sieve(rules);
    base = base(leftOut);
    if (!rules.isEmpty()) {
      idle.push(first());
    }
  }

  /** Drools looks for its own parts through the class loader of whichever thread makes the very first session, once for all. */
  private Seat first() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(RuleEngine.class.getClassLoader());
    try {
      return new Seat(base, new Findings(rules.size(), limit));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Compiles them; rules are numbered through all rules.
   *
   * @param limit the processor time that one judgment may take
   */
  static RuleEngine compile(List<ReadRule> rules, Duration limit) throws BrokenRules {
    return new RuleEngine(rules, limit);
  }

  private KieBase base(Set<Integer> without) throws BrokenRules {
    Properties settings = new Properties();
    // no rule changes a fact
    settings.setProperty("drools.propertySpecific", "DISABLED");
    // Drools' parallel build looks for its own parts through the wrong class loader.
    settings.setProperty("drools.parallelRulesBuildThreshold", "-1");
    Fence fence = new Fence();
    KnowledgeBuilder builder =
        KnowledgeBuilderFactory.newKnowledgeBuilder(
            KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(settings, fence));
    for (Map.Entry<String, String> source : sources(without).entrySet()) {
      add(builder, source.getKey(), source.getValue());
    }
    if (builder.hasErrors()) {
      throw new BrokenRules(builder.getErrors().stream().map(RuleEngine::fault).toList());
    }
    KieBaseConfiguration configuration = KieServices.get().newKieBaseConfiguration(new Properties(), fence);
    // The bytecode that Drools makes of busy constraints says that NaN is below every number.
    configuration.setOption(ConstraintJittingThresholdOption.get(-1));
    // So does its index of limits.
    configuration.setOption(AlphaRangeIndexThresholdOption.get(0));
    var made = KnowledgeBaseFactory.newKnowledgeBase(configuration);
    made.addPackages(builder.getKnowledgePackages());
    return made;
  }

  /** What the rules say; null where they are retired. A rule that throws is passed on, as is its {@link Overrun}. */
  @Nullable
  List<Said> ask(Facts facts) {
    if (retired) {
      return null;
    }
    List<Object> told = sieve.sift(facts);
    if (told.isEmpty()) {
      // each rule speaks about a fact
      return List.of();
    }
    Seat seat = seat();
    List<Said> said = seat.ask(told);
    idle.push(seat);
    if (retired) {
      clear();
    }
    return said;
  }

  private Seat seat() {
    KieBase now = base;
    for (Seat seat = idle.poll(); seat != null; seat = idle.poll()) {
      if (seat.base == now) {
        return seat;
      }
      seat.dispose();
    }
    return new Seat(now, new Findings(rules.size(), limit));
  }

  /** Goes on without that rule; who is being answered meanwhile is still answered with it. */
  synchronized void leaveOut(int rule) {
    if (leftOut.contains(rule)) {
      return;
    }
    Set<Integer> more = new HashSet<>(leftOut);
    more.add(rule);
    try {
      base = base(more);
      leftOut = more;
    } catch (BrokenRules e) {
      throw new IllegalStateException("these rules compiled together", e);
    }
  }

  /** Gives the sessions back, one that is in use as soon as it is at rest; waits for nobody, who may never come back. */
  void retire() {
    retired = true;
    clear();
  }

  private void clear() {
    for (Seat seat = idle.poll(); seat != null; seat = idle.poll()) {
      seat.dispose();
    }
  }

  /** How many facts sessions at rest still hold. */
  long left() {
    return idle.stream().mapToLong(seat -> seat.session.getFactCount()).sum();
  }

  private Map<String, String> sources(Set<Integer> without) {
    Map<String, String> sources = new LinkedHashMap<>();
    int number = 0;
    Map<String, List<ReadRule>> files =
        rules.stream().collect(groupingBy(ReadRule::file, LinkedHashMap::new, toList()));
    for (Map.Entry<String, List<ReadRule>> file : files.entrySet()) {
      DrlWriter writer = new DrlWriter(file.getValue().getFirst().family());
      for (ReadRule rule : file.getValue()) {
        if (!without.contains(number)) {
          writer.write(rule, number);
        }
        number++;
      }
      sources.put(file.getKey(), writer.drl());
    }
    return sources;
  }

  private static void add(KnowledgeBuilder builder, String file, String drl) throws BrokenRules {
    try {
      builder.add(resource(file, drl), ResourceType.DRL);
    } catch (RuntimeException | StackOverflowError e) { // Drools has faults of its own
      throw new BrokenRules(List.of(new Fault(file, 1, 1, "Drools cannot compile this file: " + e)));
    }
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

    private final KieBase base;
    private final KieSession session;
    private final Findings findings;

    Seat(KieBase base, Findings findings) {
      this.base = base;
      this.findings = findings;
      session = base.newKieSession();
      session.setGlobal("findings", findings);
    }

    List<Said> ask(List<Object> facts) {
      List<FactHandle> handles = new ArrayList<>(facts.size());
      boolean answered = false;
      try {
        facts.forEach(fact -> handles.add(session.insert(fact)));
        session.fireAllRules();
        handles.forEach(session::delete);
        answered = true;
        return findings.take();
      } catch (RuntimeException failure) {
        Overrun overrun = findings.overrun();
        throw overrun == null ? failure : overrun;
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
