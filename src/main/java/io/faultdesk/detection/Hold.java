package io.faultdesk.detection;

import io.faultdesk.rules.Verdict.Raised;
import java.time.Duration;
import java.time.Instant;

/**
 * One condition that rules have seen holding: first watched, then, once it has held long enough, an open finding.
 *
 * @param since when the condition began to hold
 * @param last when it was last seen holding
 * @param alert whether an alert claims it; such a hold is known from the incident desk after a restart
 */
record Hold(Instant since, Instant last, Duration keepFor, boolean untilRecovered, boolean alert, boolean open) {

  static Hold begun(Raised raised, Instant now) {
    return new Hold(now, now, raised.keepFor(), raised.untilRecovered(), raised.fromAlert(), false);
  }

  /** The condition holds at this moment too. */
  Hold seen(Raised raised, Instant now) {
    return new Hold(since, now, raised.keepFor(), raised.untilRecovered(), alert, open);
  }

  /** Whether it has held for as long as its rule asks before it becomes a finding. */
  boolean ripe(Raised raised, Instant now) {
    return !open && !since.plus(raised.after()).isAfter(now);
  }

  Hold opened() {
    return new Hold(since, last, keepFor, untilRecovered, alert, true);
  }

  /** Whether an open finding ends now, its condition no longer holding. */
  boolean over(boolean recovered, Instant now) {
    return (recovered || !untilRecovered) && !last.plus(keepFor).isAfter(now);
  }
}
