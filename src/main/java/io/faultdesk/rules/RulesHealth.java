package io.faultdesk.rules;

import io.faultdesk.rules.Judging.Stuck;
import io.faultdesk.rules.RuleStatus.SwitchedOff;
import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Health of the rules, shown as {@code rules}. Broken files, rules that are switched off and judgments that do not come back
 * make it DEGRADED, which leaves the server's own status UP: the other rules still judge.
 */
@Component("rulesHealthIndicator")
class RulesHealth implements HealthIndicator {

  private static final Status DEGRADED = new Status("DEGRADED", "not all of the newest rules judge");

  private final RuleBook book;

  RulesHealth(RuleBook book) {
    this.book = book;
  }

  @Override
  public Health health() {
    RuleStatus status = book.status();
    Health.Builder health = Health.up().withDetail("version", status.version()).withDetail("chosen", status.chosen())
        .withDetail("rules", status.rules());
    RuleStatus.LastError error = status.lastError();
    if (error != null) {
      health.status(DEGRADED).withDetail("errors", error.errors().stream().map(Fault::toString).toList());
    }
    if (!status.switchedOff().isEmpty()) {
      health.status(DEGRADED)
          .withDetail("switchedOff", status.switchedOff().stream().map(SwitchedOff::toString).toList());
    }
    List<Stuck> stuck = book.judging().stuck();
    if (!stuck.isEmpty()) {
      health.status(DEGRADED).withDetail("stuck", stuck);
    }
    return health.build();
  }
}
