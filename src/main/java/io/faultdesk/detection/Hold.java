package io.faultdesk.detection;

import io.faultdesk.incident.IncidentDesk.OpenFinding;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Severity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One condition that rules have seen holding: first watched, then, once it has held long enough, an open finding.
 *
 * @param since when the condition began to hold
 * @param last when it was last seen holding
 * @param alert whether an alert claims it; such a hold is known from the incident desk after a restart
 * @param severity the worst with which the finding was open, null before it opens
 * @param worseSince when an open finding began to be worse than that, null where it is not
 */
record Hold(
    Instant since,
    Instant last,
    Duration keepFor,
    boolean untilRecovered,
    boolean alert,
    boolean open,
    @Nullable Severity severity,
    @Nullable Instant worseSince) {

  static Hold begun(Raised raised, Instant now) {
    return new Hold(now, now, raised.keepFor(), raised.untilRecovered(), raised.fromAlert(), false, null, null);
  }

  /** The open finding of an alert, as the incident desk knows it. */
  static Hold of(OpenFinding finding, Instant now) {
    return new Hold(finding.openedAt(), now, Duration.ZERO, false, true, true, finding.severity(), null);
  }

  /** The condition holds at this moment too. */
  Hold seen(Raised raised, Instant now) {
    boolean worse = severity != null && raised.severity().compareTo(severity) < 0;
    Instant from = !worse ? null : worseSince == null ? now : worseSince;
    return new Hold(since, now, raised.keepFor(), raised.untilRecovered(), alert, open, severity, from);
  }

  /** The condition does not hold at this moment. */
  Hold unseen() {
    return worseSince == null
        ? this
        : new Hold(since, last, keepFor, untilRecovered, alert, open, severity, null);
  }

  /** Whether it has held for as long as its rule asks before it becomes a finding. */
  boolean ripe(Raised raised, Instant now) {
    return !open && !since.plus(raised.after()).isAfter(now);
  }

  /** Whether it stays as it is while its alert says nothing new. */
  boolean settled() {
    return alert && open && worseSince == null && keepFor.isZero() && !untilRecovered;
  }

  /** Whether an open finding has been worse for as long as its rule asks. */
  boolean worsened(Raised raised, Instant now) {
    return worseSince != null && !worseSince.plus(raised.after()).isAfter(now);
  }

  /** The same as an open finding that is as bad as that. */
  Hold openedAs(Severity newSeverity) {
    return new Hold(since, last, keepFor, untilRecovered, alert, true, newSeverity, null);
  }

  /** Whether an open finding ends now, its condition no longer holding. */
  boolean over(boolean recovered, Instant now) {
    return (recovered || !untilRecovered) && !last.plus(keepFor).isAfter(now);
  }
}
