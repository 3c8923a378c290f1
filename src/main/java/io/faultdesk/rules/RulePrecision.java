package io.faultdesk.rules;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import io.faultdesk.incident.FaultArchive;
import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.RuleRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How often rules are right, by what people answer in diagnoses and reviews. */
@Component
class RulePrecision {

  /** Over so many days it is told where nobody says another number. */
  static final int DAYS = 30;

  private static final Logger log = LoggerFactory.getLogger(RulePrecision.class);
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** So many gauges at most, those of which most is known. */
  private static final int MOST_GAUGES = 200;

  private final FaultArchive archive;
  private final RuleBook book;
  private final Clock clock;
  private final MultiGauge gauge;
  private Counted counted = new Counted(0, Instant.MIN, List.of());

  RulePrecision(FaultArchive archive, RuleBook book, Clock clock, MeterRegistry meters) {
    this.archive = archive;
    this.book = book;
    this.clock = clock;
    gauge = MultiGauge.builder("faultdesk.rules.precision").register(meters);
  }

  /** Of every rule in force that finds something, and of all else that found something in these last days, by name. */
  List<RuleRecord> over(int days) {
    List<RuleRecord> records = new ArrayList<>(counted(days));
    Set<String> known =
        records.stream().filter(each -> each.source() != FindingSource.ALERT).map(RuleRecord::name).collect(toSet());
    book.finding().stream().filter(rule -> !known.contains(rule))
        .forEach(rule -> records.add(new RuleRecord(FindingSource.RULE, rule, 0, 0, 0, 0, 0, 0, 0)));
    records.sort(comparing(RuleRecord::name).thenComparing(RuleRecord::source));
    return records;
  }

  /** One at a time asks the database, and what it said a moment ago serves again. */
  private synchronized List<RuleRecord> counted(int days) {
    Instant now = clock.instant();
    if (counted.days != days || !now.isBefore(counted.at.plus(KEPT))) {
      counted = new Counted(days, now, archive.recordsSince(now.minus(Duration.ofDays(days))));
    }
    return counted.records;
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  void measure() {
    try {
      gauge.register(
          counted(DAYS).stream()
              .filter(record -> record.precision().all() > 0)
              .sorted(comparing((RuleRecord record) -> -record.precision().all()))
              .limit(MOST_GAUGES)
              .map(record -> Row.of(
                  Tags.of("rule", record.name(), "source", record.source().word()), record.precision().value()))
              .toList(),
          true);
    } catch (RuntimeException e) {
      log.error("It cannot be told how often rules are right, it is tried again: {}", e.toString());
    }
  }

  private record Counted(int days, Instant at, List<RuleRecord> records) {}
}
