package io.faultdesk.rules;

import io.faultdesk.rules.Findings.Said;
import io.faultdesk.rules.ReadRule.Named;
import io.faultdesk.rules.ReadRule.Use;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.rules.RuleReader.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules that were read, checked and compiled together, and that judge together. Thread-safe. */
public final class RuleSet implements AutoCloseable {

  /** Many times what a platform needs; they were seen to take half a minute to compile cold, and some 8 s warm. */
  static final int MAX_RULES = 5_000;

  static final Duration LIMIT = Duration.ofSeconds(1);

  private final List<ReadRule> rules;
  private final String version;
  private final Duration limit;
  private final Set<String> recoverable;
  private final RuleEngine engine;
  private final Set<Integer> off = new ConcurrentSkipListSet<>();
  /** Why a rule could not be asked when that happened first, by its number. */
  private final Map<Integer, Fault> unanswered = new ConcurrentSkipListMap<>();
  private @Nullable List<RuleSet> singles;

  private RuleSet(List<ReadRule> rules, String version, Duration limit) throws BrokenRules {
    this.rules = rules;
    this.version = version;
    this.limit = limit;
    recoverable = names(rules, Use.RECOVERED);
    engine = RuleEngine.compile(rules, limit);
  }

  /** The rules of these files; {@link BrokenRules} names every fault of every file. */
  public static RuleSet of(RuleFiles files) throws BrokenRules {
    return of(files, LIMIT);
  }

  /** The rules of one file, given as text. */
  public static RuleSet of(String drl) throws BrokenRules {
    return of(List.of(new RuleFile("body", drl)));
  }

  static RuleSet of(List<RuleFile> files) throws BrokenRules {
    return of(new RuleFiles("body", files, List.of()));
  }

  /** @param limit the processor time that one judgment may take before the rule that took most of it is switched off */
  static RuleSet of(RuleFiles files, Duration limit) throws BrokenRules {
    List<ReadRule> rules = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    for (RuleFile file : files.files()) {
      Reading reading = read(file);
      rules.addAll(reading.rules());
      faults.addAll(reading.faults());
    }
    if (rules.size() > MAX_RULES) {
      ReadRule first = rules.get(MAX_RULES);
      faults.add(fault(first, first.at(), "there are at most " + MAX_RULES + " rules, in all files together"));
    }
    if (faults.isEmpty()) {
      faults.addAll(sameNames(rules));
      faults.addAll(halfPairs(rules));
    }
    if (!faults.isEmpty()) {
      throw new BrokenRules(faults);
    }
    return new RuleSet(List.copyOf(rules), files.version(), limit);
  }

  private static Reading read(RuleFile file) {
    if (file.tooLong()) {
      return Reading.of(new Fault(file.name(), 1, 1, "a rule file has at most 1 MiB"));
    }
    try {
      return file.isTable() ? DecisionTable.read(file) : RuleReader.read(file.name(), file.text());
    } catch (RuntimeException | StackOverflowError e) { // one file must not keep the others from being told of
      return Reading.of(new Fault(file.name(), 1, 1, "this file cannot be read: " + e));
    }
  }

  List<ReadRule> rules() {
    return rules;
  }

  /** Lower-case hex; of the files that it was made of. */
  public String version() {
    return version;
  }

  /** The names of its rules, in the order of the files. */
  public List<String> names() {
    return rules.stream().map(ReadRule::name).toList();
  }

  /** The names of the findings that its rules raise of themselves, those of alerts not among them. */
  public Set<String> findings() {
    return names(rules, Use.RAISED, Use.RAISED_AND_KEPT, Use.RAISED_UNTIL_RECOVERED);
  }

  /** The same facts always give the same verdict; of a rule that fails nothing is known. Not to be called any more once it is closed. */
  public Verdict judge(Facts facts) {
    Verdict verdict = judge(facts, failure -> {});
    if (verdict == null) {
      throw new IllegalStateException("these rules are closed");
    }
    return verdict;
  }

  /** Whether a rule takes a finding of that name back. */
  public boolean recoverable(String name) {
    return recoverable.contains(name);
  }

  /**
   * The verdict on these facts, or nothing where the set was retired meanwhile.
   *
   * @param failures told of every rule that could not be asked
   */
  @Nullable
  Verdict judge(Facts facts, Consumer<RuleFailure> failures) {
    boolean again = false;
    while (true) {
      try {
        List<Said> said = engine.ask(facts);
        return said == null ? null : withoutOff(Ruling.of(facts, rules, said, version), facts);
      } catch (Overrun overrun) {
        // the first judgment of all is slow, because Drools prepares much of a comparison when it is first made
        if (overrun.certain() || again) {
          switchOff(overrun, overrun.rule(), failures);
        }
        again = true;
      } catch (RuntimeException | LinkageError failure) {
        return oneByOne(facts, failures);
      }
    }
  }

  /** The names of the rules that are switched off, because they took more than their share. */
  List<String> switchedOff() {
    return off.stream().map(rules::get).map(ReadRule::name).toList();
  }

  /** The rules that could not be asked so far, and why. */
  public List<Fault> unanswered() {
    return List.copyOf(unanswered.values());
  }

  /** That every rule could be asked so far; {@link BrokenRules} names those that could not, and why. */
  public void checkAnswered() throws BrokenRules {
    if (!unanswered.isEmpty()) {
      throw new BrokenRules(unanswered());
    }
  }

  private void failed(int rule, RuleFailure failure, Consumer<RuleFailure> failures) {
    ReadRule read = rules.get(rule);
    unanswered.putIfAbsent(rule, fault(read, read.at(), "this rule could not be asked: " + failure.message()));
    failures.accept(failure);
  }

  private void switchOff(Overrun overrun, int rule, Consumer<RuleFailure> failures) {
    // in this order, so that no verdict takes its silence for an answer
    if (off.add(rule)) {
      failed(rule, RuleFailure.of(rules.get(rule), overrun), failures);
    }
    engine.leaveOut(rule);
  }

  /** Of what a rule that is switched off would say nothing is known. */
  private Verdict withoutOff(Verdict verdict, Facts facts) {
    if (off.isEmpty()) {
      return verdict;
    }
    List<Verdict> verdicts = new ArrayList<>(List.of(verdict));
    off.forEach(rule -> verdicts.add(Ruling.unasked(facts, rules.get(rule).statements())));
    return Ruling.together(verdicts);
  }

  /** How many facts sessions at rest still hold. */
  long left() {
    return engine.left();
  }

  /** Why the rule of that name does or does not hold in view of these facts; nothing where there is no such rule. */
  public Optional<Explanation> explain(String rule, Facts facts) {
    return rules.stream()
        .filter(read -> read.name().equals(rule))
        .findFirst()
        .map(
            read -> {
              try (Explainer explainer = Explainer.of(read, version)) {
                return explainer.explain(facts);
              }
            });
  }

  /** Gives everything back once nobody judges any more. */
  @Override
  public void close() {
    engine.retire();
    synchronized (this) {
      if (singles != null) {
        singles.forEach(RuleSet::close);
      }
    }
  }

  /** Drools stops at the first rule that throws; asked one by one, the others still answer. */
  private @Nullable Verdict oneByOne(Facts facts, Consumer<RuleFailure> failures) {
    List<Verdict> verdicts = new ArrayList<>();
    List<RuleSet> singles = singles();
    for (int rule = 0; rule < singles.size(); rule++) {
      RuleSet single = singles.get(rule);
      if (off.contains(rule)) {
        continue;
      }
      try {
        List<Said> said = single.engine.ask(facts);
        if (said == null) {
          return null;
        }
        verdicts.add(Ruling.of(facts, single.rules, said, version));
      } catch (Overrun overrun) {
        switchOff(overrun, rule, failures);
      } catch (RuntimeException | LinkageError failure) {
        failed(rule, RuleFailure.of(rules.get(rule), failure), failures);
        verdicts.add(Ruling.unasked(facts, rules.get(rule).statements()));
      }
    }
    return withoutOff(Ruling.together(verdicts), facts);
  }

  private synchronized List<RuleSet> singles() {
    if (singles == null) {
      try {
        List<RuleSet> alone = new ArrayList<>();
        for (ReadRule rule : rules) {
          alone.add(new RuleSet(List.of(rule), version, limit));
        }
        singles = alone;
      } catch (BrokenRules e) {
        throw new IllegalStateException("these rules compiled together", e);
      }
    }
    return singles;
  }

  private static List<Fault> sameNames(List<ReadRule> rules) {
    List<Fault> faults = new ArrayList<>();
    Map<String, ReadRule> seen = new HashMap<>();
    for (ReadRule rule : rules) {
      ReadRule first = seen.putIfAbsent(rule.name(), rule);
      if (first != null) {
        String where = first.file() + ":" + first.at().line();
        faults.add(fault(rule, rule.at(), "another rule has this name: " + where));
      }
    }
    return faults;
  }

  private static List<Fault> halfPairs(List<ReadRule> rules) {
    Set<String> raised = names(rules, Use.RAISED, Use.RAISED_AND_KEPT, Use.RAISED_UNTIL_RECOVERED);
    Set<String> recovered = names(rules, Use.RECOVERED);
    List<Fault> faults = new ArrayList<>();
    for (ReadRule rule : rules) {
      for (Named named : rule.named()) {
        if (named.use() == Use.RAISED_UNTIL_RECOVERED && !recovered.contains(named.name())) {
          faults.add(fault(rule, named.at(), "no rule says findings.recovered(\"" + named.name() + "\", …)"));
        } else if (named.use() == Use.RECOVERED && !raised.contains(named.name())) {
          faults.add(fault(rule, named.at(), "no rule raises \"" + named.name() + "\""));
        }
      }
    }
    return faults;
  }

  private static Set<String> names(List<ReadRule> rules, Use... uses) {
    Set<String> names = new HashSet<>();
    rules.stream()
        .flatMap(rule -> rule.named().stream())
        .filter(named -> Stream.of(uses).anyMatch(use -> use == named.use()))
        .forEach(named -> names.add(named.name()));
    return names;
  }

  private static Fault fault(ReadRule rule, Token at, String message) {
    return new Fault(rule.file(), at.line(), at.column(), message);
  }
}
