package io.faultdesk.rules;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Health of the rules, shown as {@code rules}. Broken files make it DEGRADED, which leaves the server's own status
 * UP: the old rules still judge, and a restart would help nobody.
 */
@Component("rulesHealthIndicator")
class RulesHealth implements HealthIndicator {

  private static final Status DEGRADED = new Status("DEGRADED", "older rules are in force");

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
    return health.build();
  }
}
