package io.faultdesk.signal;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.signal}.
 *
 * @param maxBody the longest body any intake route reads, packed and unpacked alike
 * @param maxAhead how far a sample's time may lie in the future
 * @param series which series of Prometheus' remote write feed which indicators; the others are passed over
 * @param maxBacklog alerts waiting in the inbox beyond which further ones are answered 503
 * @param rate how much each token or user may post
 * @param webhookStaleAfter how long an alert of Alertmanager's webhook stands that is neither repeated nor resolved; longer than
 *     its {@code repeat_interval}, and needed because the resolving message may never come
 * @param nagiosStaleAfter how long a problem of Nagios stands of which nothing more is heard, 0 for ever; longer than its
 *     {@code notification_interval}
 * @param zabbixStaleAfter the same for Zabbix, longer than the step duration of its operation
 * @param zabbixZone of the user that Zabbix writes the messages for, which they leave out
 * @param keepGroups how long it is remembered that an alert of a group fires of which nothing more is heard; longer than a
 *     sender's repeat interval, else it stays open when its group ends truncated
 * @param keepSeenEvents how long it is remembered which events were taken; one that comes again later counts anew
 * @param keepChanges how long changes of services are kept
 * @param maxChanges how many are kept, the newest
 * @param keepDeadLetters how long dead letters stay
 * @param maxDeadLetters how many dead letters stay, the newest
 * @param maxDeadLettersPerMinute how many are written per minute; what goes beyond is only counted
 * @param maxDeadLetterBody how much of an unreadable body is kept, before it is packed
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.signal", ignoreUnknownFields = false)
public record SignalSettings(
    @DefaultValue("10MB") DataSize maxBody,
    @DefaultValue("5m") Duration maxAhead,
    @DefaultValue List<@Valid SeriesMapping> series,
    @Positive @DefaultValue("200000") int maxBacklog,
    @DefaultValue @Valid Rate rate,
    @DefaultValue("5h") Duration webhookStaleAfter,
    @DefaultValue("0s") Duration nagiosStaleAfter,
    @DefaultValue("0s") Duration zabbixStaleAfter,
    @DefaultValue("UTC") ZoneId zabbixZone,
    @DefaultValue("90d") Duration keepGroups,
    @DefaultValue("7d") Duration keepSeenEvents,
    @DefaultValue("30d") Duration keepChanges,
    @Positive @DefaultValue("100000") int maxChanges,
    @DefaultValue("30d") Duration keepDeadLetters,
    @Positive @DefaultValue("10000") int maxDeadLetters,
    @Positive @DefaultValue("600") int maxDeadLettersPerMinute,
    @DefaultValue("1MB") DataSize maxDeadLetterBody) {

  /**
   * What refills in a second and how much of it may come at once. A hundred thousand samples a second, which is a farm of
   * Prometheus servers, are 200 requests and 15 MB.
   *
   * @param requests a second, 0 for any number
   * @param bytes unpacked, a second, 0 for any number
   * @param burst in how many seconds' worth they may come at once
   */
  public record Rate(
      @PositiveOrZero @DefaultValue("1000") int requests,
      @DefaultValue("64MB") DataSize bytes,
      @DurationMin(seconds = 1) @DefaultValue("10s") Duration burst) {}
}
