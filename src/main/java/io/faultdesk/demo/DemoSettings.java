package io.faultdesk.demo;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.demo}.
 *
 * @param password with which everybody of the demo signs in
 * @param firstBreakdown how long after the start the platform breaks for the first time
 * @param breakdownLasts how long it stays broken
 * @param healthyFor how long it is well between two breakdowns
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.demo", ignoreUnknownFields = false)
record DemoSettings(
    @DefaultValue("demo") String password,
    @DefaultValue("8s") Duration firstBreakdown,
    @DefaultValue("3m") Duration breakdownLasts,
    @DefaultValue("4m") Duration healthyFor) {

  /** What is broken at that time after the start; the kinds take turns. */
  Spell at(Duration sinceStart) {
    Duration cycle = breakdownLasts.plus(healthyFor);
    Duration sinceFirst = sinceStart.minus(firstBreakdown);
    if (sinceFirst.isNegative()) {
      return new Spell(-1, false, Duration.ZERO);
    }
    long round = sinceFirst.dividedBy(cycle);
    Duration begun = firstBreakdown.plus(cycle.multipliedBy(round));
    boolean broken = sinceStart.minus(begun).compareTo(breakdownLasts) < 0;
    return new Spell(round, broken, begun);
  }

  /**
   * One stretch of the story.
   *
   * @param round counts breakdowns from 0; −1 before the first
   * @param begun how long after the start the breakdown of this round began
   */
  record Spell(long round, boolean broken, Duration begun) {

    Breakdown breakdown() {
      Breakdown[] kinds = Breakdown.values();
      return kinds[(int) (round % kinds.length)];
    }
  }
}
