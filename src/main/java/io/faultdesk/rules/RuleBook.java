package io.faultdesk.rules;

import io.faultdesk.rules.RuleStatus.LastError;
import io.faultdesk.rules.RuleStatus.SwitchedOff;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** The rules in force, and how others come in force in their place: read, checked, compiled, tried on their tests, swapped. */
@Component
public class RuleBook {

  private static final Logger log = LoggerFactory.getLogger(RuleBook.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  /** How long files are left alone that the database could not keep. */
  private static final Duration REST = Duration.ofMinutes(1);

  private final RulesSettings settings;
  private final RuleVersions versions;
  private final RuleTrial trial;
  private final Clock clock;
  private final Judging judging;
  private final MeterRegistry meters;
  private final MultiGauge versionGauge;
  private final Map<String, Instant> complained = new ConcurrentHashMap<>();
  private volatile CompletableFuture<InForce> inForce;
  /** The fingerprint of the folder's files that were taken, or found wanting, last. */
  private String seen;
  /** The same of those that the database could not keep, and when that is tried again. */
  private @Nullable String unkept;
  private Instant againAt = Instant.MIN;

  RuleBook(
      RulesSettings settings, RuleVersions versions, RuleTrial trial, Clock clock, MeterRegistry meters) {
    this.settings = settings;
    this.versions = versions;
    this.trial = trial;
    this.clock = clock;
    judging = new Judging(clock);
    this.meters = meters;
    RuleFiles files = read();
    seen = files.fingerprint();
    versionGauge = MultiGauge.builder("faultdesk.rules.version").register(meters);
    // compiling for the first time takes seconds, in which the rest of the application can start
    inForce = CompletableFuture.supplyAsync(() -> first(files), Thread.ofPlatform().name("rules")::start);
    meters.gauge("faultdesk.rules.broken", this, book -> book.status().lastError() == null ? 0 : 1);
    meters.gauge("faultdesk.rules.active", this, book -> book.status().rules());
    meters.gauge("faultdesk.rules.switched.off", this, book -> book.status().switchedOff().size());
    meters.gauge("faultdesk.rules.stuck", this, RuleBook::stuck);
  }

  /** What the rules in force say of these facts; the same facts and rules always give the same verdict. Thread-safe. */
  public Verdict judge(Facts facts) {
    return judging.of(facts.service().name(), () -> judgeNow(facts));
  }

  private Verdict judgeNow(Facts facts) {
    while (true) {
      InForce now = inForce.join();
      Verdict verdict = now.set.judge(facts, failure -> complain(failure, now));
      if (verdict != null) {
        return verdict;
      }
    }
  }

  /** How many judgments do not come back; each keeps its thread. */
  public int stuck() {
    return judging.stuck().size();
  }

  Judging judging() {
    return judging;
  }

  /** Whether a rule in force can say of a finding of that name that it is over. */
  public boolean recoverable(String name) {
    return inForce.join().set.recoverable(name);
  }

  /** Why the rule in force of that name does or does not hold in view of these facts; nothing where there is no such rule. */
  public Optional<Explanation> explain(String rule, Facts facts) {
    return inForce.join().set.explain(rule, facts);
  }

  /** The rules in force that find something, not those that only take findings back. */
  List<String> finding() {
    return inForce.join().set.rules().stream()
        .filter(rule -> rule.statements().stream().anyMatch(said -> !(said instanceof Statement.Recover)))
        .map(ReadRule::name).toList();
  }

  /** Version of the rules in force: lower-case hex, changes when any rule file does. */
  public String version() {
    return status().version();
  }

  /** The files of the rules in force. */
  public RuleFiles files() {
    return inForce.join().files;
  }

  /** Waits until the first rules are in force. */
  void ready() {
    inForce.join();
  }

  RuleStatus status() {
    InForce now = inForce.join();
    return now.status.without(now.off);
  }

  /**
   * Puts the folder's rules in force if any file has changed since the last look. A folder that is gone or empty changes
   * nothing but the status: it may be on its way.
   */
  synchronized void look() {
    RuleFiles files = read();
    String found = files.fingerprint();
    if (found.equals(seen) || found.equals(unkept) && clock.instant().isBefore(againAt)) {
      return;
    }
    if (found.equals(inForce.join().folder)) {
      // it was gone or broken meanwhile, and is again as it was when somebody put these rules in force
      show(status().with(null));
      seen = found;
      return;
    }
    try {
      take(files, null);
    } catch (DataAccessException failure) {
      unkept = found;
      againAt = clock.instant().plus(REST);
      show(status().with(error(files, new BrokenRules(List.of(
          new Fault(files.origin(), 1, 1, "these rules are good, but the database cannot keep them"))))));
      throw failure;
    }
  }

  /** Puts the folder's rules in force, changed or not, or proposes them where that takes two; broken ones are named in the status. */
  synchronized RuleStatus reload(String by) {
    take(read(), by);
    return status();
  }

  /** Puts a version that is kept in force, until the folder changes. */
  synchronized Activation activate(String version, String by) {
    Optional<RuleFiles> files = versions.files(version);
    if (files.isEmpty()) {
      return new Activation.Unknown();
    }
    String first = agreed(version, by);
    if (first != null) {
      return new Activation.NeedsAnother(first);
    }
    try {
      RuleStatus before = status();
      RuleFiles folder = read();
      putInForce(files.get(), tried(files.get()), by, folder);
      seen = folder.fingerprint();
      show(status().chosen(!version.equals(folder.version()), before));
      return new Activation.Done(status());
    } catch (BrokenRules broken) {
      return new Activation.Broken(broken.faults());
    }
  }

  private RuleFiles read() {
    try {
      return RuleFiles.of(settings.dir());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(RuleFiles files, @Nullable String by) {
    if (!files.none() || !status().untouched()) {
      try {
        RuleSet set = tried(files);
        if (takesAnother(files.version())) {
          set.close();
          propose(files, set.names().size(), by);
        } else {
          putInForce(files, set, by, files);
        }
      } catch (BrokenRules broken) {
        show(status().with(error(files, broken)));
      }
    }
    seen = files.fingerprint();
  }

  /** @param folder what the rules folder holds at this moment */
  private void putInForce(RuleFiles files, RuleSet set, @Nullable String by, RuleFiles folder) throws BrokenRules {
    boolean done = false;
    try {
      versions.activated(files, set.names().size(), by, folder.fingerprint(), clock.instant());
      InForce old = inForce.join();
      inForce = CompletableFuture.completedFuture(described(files, set, by, folder.fingerprint()));
      done = true;
      old.set.close();
    } finally {
      if (!done) {
        set.close();
      }
    }
    tellVersion(files.version());
    log.info("{} rules of {} are in force, version {}, put there by {}", status().rules(), files.origin(),
        files.version(), by == null ? "a change of the folder" : by);
  }

  /** Whether rules of that version may not come in force before two persons want them. */
  private boolean takesAnother(String version) {
    return settings.twoPersons() && !versions.find(version).map(RuleVersion::proven).orElse(false);
  }

  private void propose(RuleFiles files, int rules, @Nullable String by) throws BrokenRules {
    versions.proposed(files, rules, by, clock.instant());
    show(status().proposing(files.version()));
    log.info("Version {} of the rules is good, and waits for {}", files.version(),
        by == null ? "two persons to put it in force" : "somebody other than " + by + " to put it in force");
  }

  /** Nothing where the version may come in force; else who alone has wanted it so far. */
  private @Nullable String agreed(String version, String by) {
    if (!takesAnother(version)) {
      return null;
    }
    versions.propose(version, by);
    String first = versions.find(version).map(RuleVersion::proposedBy).orElse(by);
    return first.equals(by) ? by : null;
  }

  /** A server without any rules would be worse than one with those it had before, or was shipped with. */
  private InForce first(RuleFiles files) {
    Optional<RuleVersion> latest = versions.latest();
    InForce first =
        latest.filter(version -> chosen(version, files)).flatMap(version -> compiled(version, filesOf(version)))
            .map(chosen -> chosen.with(chosen.status.chosen(true, chosen.status)))
            .orElseGet(() -> ofFolder(files, latest));
    tellVersion(first.status.version());
    return first;
  }

  /** Rules that were in force with these tests, or are the shipped ones, need not be tried again before a start. */
  private static boolean triedBefore(RuleFiles files, Optional<RuleVersion> latest) {
    return sameAs(latest, files) || files.fingerprint().equals(shipped().fingerprint());
  }

  /** Whether that is what was in force last, tests included. */
  private static boolean sameAs(Optional<RuleVersion> latest, RuleFiles files) {
    return latest
        .filter(version -> version.version().equals(files.version()) && files.fingerprint().equals(version.folder()))
        .isPresent();
  }

  /** Whether somebody put that version in force although the folder held these files. */
  private static boolean chosen(RuleVersion version, RuleFiles files) {
    return files.fingerprint().equals(version.folder()) && !version.version().equals(files.version());
  }

  private InForce ofFolder(RuleFiles files, Optional<RuleVersion> latest) {
    try {
      RuleSet set = triedBefore(files, latest) ? RuleSet.of(files, settings.limit()) : tried(files);
      if (latest.isPresent() && takesAnother(files.version())) {
        set.close();
        versions.proposed(files, set.names().size(), null, clock.instant());
        InForce former = former(latest).orElseGet(this::packaged);
        return former.with(former.status.proposing(files.version()));
      }
      if (!sameAs(latest, files)) {
        versions.activated(files, set.names().size(), null, files.fingerprint(), clock.instant());
      }
      return described(files, set, null, files.fingerprint());
    } catch (BrokenRules broken) {
      Optional<InForce> former = former(latest);
      if (files.none() && former.isEmpty()) {
        log.warn("There is no rule file in {}: the packaged rules are in force", files.origin());
        return packaged();
      }
      InForce instead = former.orElseGet(this::packaged);
      LastError error = error(files, broken);
      log.error("Until {} is repaired, the rules of version {} are in force", files.origin(), instead.status.version());
      return instead.with(instead.status.with(error));
    }
  }

  /** What was in force last; nothing where that were packaged rules, of which this program may bring newer ones. */
  private Optional<InForce> former(Optional<RuleVersion> latest) {
    return latest.flatMap(
        version -> compiled(version, filesOf(version).filter(files -> !files.origin().equals(RuleFiles.PACKAGED))));
  }

  private Optional<RuleFiles> filesOf(RuleVersion version) {
    return versions.files(version.version());
  }

  /** The rules of a version that is kept, or nothing where they cannot be compiled any more. */
  private Optional<InForce> compiled(RuleVersion version, Optional<RuleFiles> files) {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    try {
      RuleSet set = RuleSet.of(files.get(), settings.limit());
      return Optional.of(described(files.get(), set, version.activatedBy(), version.folder()));
    } catch (BrokenRules broken) {
      log.error("The rules of version {} cannot be used any more: {}", version.version(), broken.getMessage());
      return Optional.empty();
    }
  }

  private static RuleFiles shipped() {
    try {
      return RuleFiles.packaged();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InForce packaged() {
    RuleFiles files = shipped();
    try {
      RuleSet set = RuleSet.of(files, settings.limit());
      versions.activated(files, set.names().size(), null, "", clock.instant());
      return described(files, set, null, "");
    } catch (BrokenRules e) {
      throw new IllegalStateException("the packaged rules are broken", e);
    }
  }

  /** Compiles them and tries them on their tests. */
  private RuleSet tried(RuleFiles files) throws BrokenRules {
    if (files.none()) {
      throw nothingIn(files);
    }
    RuleSet set = RuleSet.of(files, settings.limit());
    boolean good = false;
    try {
      List<Fault> faults = trial.faults(set, files.tests());
      if (!faults.isEmpty()) {
        throw new BrokenRules(faults);
      }
      good = true;
      return set;
    } finally {
      if (!good) {
        set.close();
      }
    }
  }

  private static BrokenRules nothingIn(RuleFiles files) {
    String why = Files.isDirectory(Path.of(files.origin())) ? "the folder holds no rule file" : "the folder is gone";
    return new BrokenRules(List.of(new Fault(files.origin(), 1, 1, why)));
  }

  private LastError error(RuleFiles files, BrokenRules broken) {
    List<Fault> faults = broken.faults();
    faults.forEach(fault -> log.error("The rules stay as they were: {}", fault));
    return new LastError(clock.instant(), files.version(), faults);
  }

  private InForce described(RuleFiles files, RuleSet set, @Nullable String by, @Nullable String folder) {
    return new InForce(
        files, set, RuleStatus.of(files, set, clock.instant(), by), folder, new CopyOnWriteArrayList<>());
  }

  private void show(RuleStatus status) {
    inForce = CompletableFuture.completedFuture(inForce.join().with(status));
  }

  private void tellVersion(String version) {
    versionGauge.register(List.of(Row.of(Tags.of("version", version), 1)), true);
  }

  private void complain(RuleFailure failure, InForce judged) {
    meters.counter("faultdesk.rules.failures", "rule", failure.rule()).increment();
    Instant now = clock.instant();
    if (failure.off()) {
      SwitchedOff off = new SwitchedOff(failure.rule(), failure.file(), failure.line(), now, failure.message());
      judged.off.add(off);
      log.error("{}. It is asked again once the rules are reloaded", off);
      return;
    }
    Instant due =
        complained.merge(
            failure.rule(), now, (last, current) -> last.plus(QUIET).isAfter(current) ? last : current);
    if (due.equals(now)) {
      log.error(
          "Rule \"{}\" ({}:{}) could not be asked: {}", failure.rule(), failure.file(), failure.line(),
          failure.message());
    }
  }

  /**
   * One set of rules, what it was made of, its description, and which of them were switched off meanwhile.
   *
   * @param folder the fingerprint of the folder's files when it was put in force
   */
  private record InForce(
      RuleFiles files, RuleSet set, RuleStatus status, @Nullable String folder, List<SwitchedOff> off) {

    InForce with(RuleStatus other) {
      return new InForce(files, set, other, folder, off);
    }
  }
}
