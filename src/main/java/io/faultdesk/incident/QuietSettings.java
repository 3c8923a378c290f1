package io.faultdesk.incident;

import io.faultdesk.shared.LabelMatcher;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The block {@code faultdesk.incident.quiet}: what keeps findings from opening incidents of their own.
 *
 * @param inhibitions which findings mute which others
 * @param groups which findings share an incident; the first group that matches a finding has it
 * @param keepMuted how long a muted finding is kept after its end
 * @param silences what people may silence
 */
record QuietSettings(
    @DefaultValue List<@Valid Inhibition> inhibitions,
    @DefaultValue List<@Valid Group> groups,
    @Valid @DefaultValue Flapping flapping,
    @Valid @DefaultValue Dependency dependency,
    @Valid @DefaultValue Storm storm,
    @Valid @DefaultValue MaintenanceSettings maintenance,
    @Valid @DefaultValue SilenceSettings silences,
    @DefaultValue("90d") Duration keepMuted) {

  /**
   * While a finding is open for which all of {@code source} holds, those are muted for which all of {@code target} holds and
   * that have the same values of the labels {@code equal}.
   */
  record Inhibition(
      @NotEmpty List<LabelMatcher> source, @NotEmpty List<LabelMatcher> target, @DefaultValue List<String> equal) {}

  /**
   * Findings for which all of {@code match} holds share an incident where they have the same values of the labels {@code by}.
   *
   * @param delay how long the first waits for others before the incident is opened; what clears meanwhile is never told
   * @param interval how often at most people are told that the group has grown
   * @param repeat how often people are reminded of a group that is still open
   */
  record Group(
      @DefaultValue List<LabelMatcher> match,
      @NotEmpty List<String> by,
      @DefaultValue("30s") Duration delay,
      @DefaultValue("5m") Duration interval,
      @DefaultValue("4h") Duration repeat) {

    Group {
      if (delay.isNegative() || !interval.isPositive() || !repeat.isPositive()) {
        throw new IllegalArgumentException(
            "faultdesk.incident.quiet.groups: interval and repeat must be positive, delay must not be negative");
      }
    }
  }

  /**
   * A finding that opens and clears often is told of once, after the curve of Nagios.
   *
   * @param high percent of change from which a finding flaps
   * @param low percent of change below which it does so no more
   * @param interval one of the 21 states that are looked at stands for so long, or for an opening or clearing
   */
  record Flapping(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("20") double high,
      @DefaultValue("5") double low,
      @DefaultValue("1m") Duration interval) {

    Flapping {
      if (low <= 0 || high < low || high > 100 || !interval.isPositive()) {
        throw new IllegalArgumentException(
            "faultdesk.incident.quiet.flapping: 0 < low <= high <= 100 and a positive interval are needed");
      }
    }
  }

  /**
   * A finding of a service becomes part of the incident that a callee has for the same kind of fault.
   *
   * @param hops how many calls away a callee may be
   * @param within how long ago the callee's finding may have opened
   */
  record Dependency(
      @DefaultValue("true") boolean enabled,
      @Positive @DefaultValue("2") int hops,
      @DefaultValue("24h") Duration within) {}

  /**
   * Where more incidents than that open within that time in one family of services, one major incident collects the rest.
   *
   * @param incidents how many may open
   */
  record Storm(
      @DefaultValue("true") boolean enabled,
      @Positive @DefaultValue("30") int incidents,
      @DefaultValue("5m") Duration within) {}
}
