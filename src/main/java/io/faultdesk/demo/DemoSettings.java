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
 * @param omens how long before it breaks this shows, where it does
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.demo", ignoreUnknownFields = false)
record DemoSettings(
    @DefaultValue("demo") String password,
    @DefaultValue("8s") Duration firstBreakdown,
    @DefaultValue("3m") Duration breakdownLasts,
    @DefaultValue("5m") Duration healthyFor,
    @DefaultValue("4m") Duration omens) {

  private static final double FULL_BREAKDOWN_SECONDS = 3;
  private static final double FULL_OMEN_SECONDS = 60;

  /** What is broken at that time after the start; the kinds take turns. */
  Spell at(Duration sinceStart) {
    Duration cycle = breakdownLasts.plus(healthyFor);
    Duration sinceFirst = sinceStart.minus(firstBreakdown);
    if (sinceFirst.isNegative()) {
      return new Spell(-1, false);
    }
    long round = sinceFirst.dividedBy(cycle);
    Duration begun = begun(round);
    return new Spell(round, sinceStart.minus(begun).compareTo(breakdownLasts) < 0);
  }

  /** How far the figures have gone from where they are when all is well to where they are when it is broken, 0 to 1. */
  double onset(Duration sinceStart) {
    Spell spell = at(sinceStart);
    Duration begun = begun(spell.round());
    Duration next = begun(spell.round() + 1);
    double omen = spell.breakdown().omen();
    if (spell.broken()) {
      double seconds = sinceStart.minus(begun).toMillis() / 1000.0;
      return Math.clamp(seconds / FULL_BREAKDOWN_SECONDS, omen, 1);
    }
    double shown = omens.minus(next.minus(sinceStart)).toMillis() / 1000.0;
    return omen * Math.clamp(shown / FULL_OMEN_SECONDS, 0, 1);
  }

  private Duration begun(long round) {
    return firstBreakdown.plus(breakdownLasts.plus(healthyFor).multipliedBy(round));
  }

  /**
   * One stretch of the story.
   *
   * @param round counts breakdowns from 0; −1 before the first
   */
  record Spell(long round, boolean broken) {

    /** What is broken, or breaks next. */
    Breakdown breakdown() {
      Breakdown[] kinds = Breakdown.values();
      return kinds[Math.floorMod(broken ? round : round + 1, kinds.length)];
    }
  }
}
