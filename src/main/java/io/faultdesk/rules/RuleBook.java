package io.faultdesk.rules;

import io.faultdesk.rules.RuleStatus.LastError;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The rules in force. */
@Component
public class RuleBook {

  private static final Logger log = LoggerFactory.getLogger(RuleBook.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final RulesSettings settings;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Instant> complained = new ConcurrentHashMap<>();
  private volatile CompletableFuture<InForce> inForce;
  private String seen;

  RuleBook(RulesSettings settings, Clock clock, MeterRegistry meters) {
    this.settings = settings;
    this.clock = clock;
    this.meters = meters;
    RuleFiles files = read();
    seen = files.fingerprint();
    // compiling for the first time takes seconds, in which the rest of the application can start
    inForce = CompletableFuture.supplyAsync(() -> first(files), Thread.ofPlatform().name("rules")::start);
    meters.gauge("faultdesk.rules.broken", this, book -> book.status().lastError() == null ? 0 : 1);
    meters.gauge("faultdesk.rules.active", this, book -> book.status().rules());
  }

  /** What the rules in force say of these facts; the same facts and rules always give the same verdict. Thread-safe. */
  public Verdict judge(Facts facts) {
    while (true) {
      Verdict verdict = inForce.join().set.judge(facts, this::complain);
      if (verdict != null) {
        return verdict;
      }
    }
  }

  /** Whether a rule in force can say of a finding of that name that it is over. */
  public boolean recoverable(String name) {
    return inForce.join().set.recoverable(name);
  }

  /** Version of the rules in force: lower-case hex, changes when any rule file does. */
  public String version() {
    return status().version();
  }

  /** Waits until the first rules are in force. */
  void ready() {
    inForce.join();
  }

  RuleStatus status() {
    return inForce.join().status;
  }

  /**
   * Puts the folder's rules in force if any file has changed since the last look. A folder that is gone or empty changes
   * nothing but the status: it may be on its way.
   */
  synchronized void look() {
    RuleFiles files = read();
    if (!files.fingerprint().equals(seen)) {
      take(files);
    }
  }

  /** Puts the folder's rules in force, changed or not; broken ones are named in the status. */
  synchronized RuleStatus reload() {
    take(read());
    return status();
  }

  private RuleFiles read() {
    try {
      return RuleFiles.of(settings.dir());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(RuleFiles files) {
    seen = files.fingerprint();
    if (files.none() && status().untouched()) {
      return;
    }
    try {
      InForce old = inForce.join();
      inForce = CompletableFuture.completedFuture(compiled(files));
      old.set.close();
      log.info("{} rules of {} are in force, version {}", status().rules(), files.origin(), files.version());
    } catch (BrokenRules broken) {
      InForce old = inForce.join();
      inForce = CompletableFuture.completedFuture(new InForce(old.set, old.status.with(error(files, broken))));
    }
  }

  /** A server without any rules would be worse than one with those it was shipped with. */
  private InForce first(RuleFiles files) {
    if (files.none()) {
      log.warn("There is no rule file in {}: the packaged rules are in force", files.origin());
      return packaged();
    }
    try {
      return compiled(files);
    } catch (BrokenRules broken) {
      LastError error = error(files, broken);
      log.error("No rules were in force yet: the packaged ones are, until {} is repaired", files.origin());
      InForce packaged = packaged();
      return new InForce(packaged.set, packaged.status.with(error));
    }
  }

  private static BrokenRules nothingIn(RuleFiles files) {
    String why = Files.isDirectory(Path.of(files.origin())) ? "the folder holds no rule file" : "the folder is gone";
    return new BrokenRules(List.of(new Fault(files.origin(), 1, 1, why)));
  }

  private InForce packaged() {
    try {
      return compiled(RuleFiles.packaged());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BrokenRules e) {
      throw new IllegalStateException("the packaged rules are broken", e);
    }
  }

  private InForce compiled(RuleFiles files) throws BrokenRules {
    if (files.none()) {
      throw nothingIn(files);
    }
    RuleSet set = RuleSet.of(files.files());
    return new InForce(set, RuleStatus.of(files, set, clock.instant()));
  }

  private LastError error(RuleFiles files, BrokenRules broken) {
    List<Fault> faults = broken.faults();
    faults.forEach(fault -> log.error("The rules stay as they were: {}", fault));
    return new LastError(clock.instant(), files.version(), faults);
  }

  private void complain(RuleFailure failure) {
    meters.counter("faultdesk.rules.failures", "rule", failure.rule()).increment();
    Instant now = clock.instant();
    Instant due =
        complained.merge(
            failure.rule(), now, (last, current) -> last.plus(QUIET).isAfter(current) ? last : current);
    if (due.equals(now)) {
      log.error(
          "Rule \"{}\" ({}:{}) could not be asked: {}", failure.rule(), failure.file(), failure.line(),
          failure.message());
    }
  }

  /** One set of rules and its description. */
  private record InForce(RuleSet set, RuleStatus status) {}
}
