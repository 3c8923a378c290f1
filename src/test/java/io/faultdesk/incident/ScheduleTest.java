package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When maintenance windows are open, across changes of the clocks and under rules that people write. */
class ScheduleTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant EVER = Instant.EPOCH;

  @ParameterizedTest(name = "{0} {1} + {2}")
  @CsvSource(delimiter = '|', textBlock = """
      # the clocks go forward at 02:00: the time that is missing is as much later
      Europe/Berlin       | 2026-03-29T02:30 | PT2H  | 2026-03-29T01:30:00Z | 2026-03-29T03:30:00Z
      Europe/Berlin       | 2026-03-29T01:30 | PT2H  | 2026-03-29T00:30:00Z | 2026-03-29T02:30:00Z
      Europe/Berlin       | 2026-03-29T03:00 | PT2H  | 2026-03-29T01:00:00Z | 2026-03-29T03:00:00Z
      America/New_York    | 2026-03-08T02:30 | PT1H  | 2026-03-08T07:30:00Z | 2026-03-08T08:30:00Z
      # they go back at 03:00: the time that comes twice is the first
      Europe/Berlin       | 2026-10-25T02:30 | PT2H  | 2026-10-25T00:30:00Z | 2026-10-25T02:30:00Z
      Europe/Berlin       | 2026-10-25T03:00 | PT2H  | 2026-10-25T02:00:00Z | 2026-10-25T04:00:00Z
      America/New_York    | 2026-11-01T01:30 | PT1H  | 2026-11-01T05:30:00Z | 2026-11-01T06:30:00Z
      # a day is 24 hours also where the day has 23 or 25
      Europe/Berlin       | 2026-03-28T12:00 | P1D   | 2026-03-28T11:00:00Z | 2026-03-29T11:00:00Z
      Europe/Berlin       | 2026-10-24T12:00 | P1D   | 2026-10-24T10:00:00Z | 2026-10-25T10:00:00Z
      # zones of other kinds
      Asia/Shanghai       | 2026-03-29T02:30 | PT2H  | 2026-03-28T18:30:00Z | 2026-03-28T20:30:00Z
      Australia/Lord_Howe | 2026-10-04T02:15 | PT1H  | 2026-10-03T15:45:00Z | 2026-10-03T16:45:00Z
      Asia/Kathmandu      | 2026-03-29T00:00 | PT1H  | 2026-03-28T18:15:00Z | 2026-03-28T19:15:00Z
      UTC                 | 2026-03-29T02:30 | PT2H  | 2026-03-29T02:30:00Z | 2026-03-29T04:30:00Z
      """)
  void starts_by_the_clocks_of_its_zone_and_lasts_exactly(
      String zone, String start, Duration duration, Instant from, Instant to) {
    assertThat(schedule(zone, start, duration, null).endingAfter(EVER, 5)).containsExactly(new TimeRange(from, to));
  }

  @Test
  void every_week_keeps_its_local_time_when_the_clocks_change() {
    Schedule weekly = schedule("Europe/Berlin", "2026-03-15T02:30", Duration.ofHours(2), "FREQ=WEEKLY;BYDAY=SU");
    assertThat(weekly.endingAfter(EVER, 4)).extracting(TimeRange::from).containsExactly(
        Instant.parse("2026-03-15T01:30:00Z"),
        Instant.parse("2026-03-22T01:30:00Z"),
        Instant.parse("2026-03-29T01:30:00Z"), // missing, so 03:30 in summer time
        Instant.parse("2026-04-05T00:30:00Z"));
    assertThat(weekly.endingAfter(Instant.parse("2026-10-20T00:00:00Z"), 2)).extracting(TimeRange::from)
        .containsExactly(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-11-01T01:30:00Z"));
  }

  @Test
  void shanghai_has_the_same_time_all_year() {
    Schedule nightly = schedule("Asia/Shanghai", "2026-01-01T02:30", Duration.ofHours(1), "FREQ=DAILY");
    assertThat(nightly.endingAfter(EVER, 366))
        .hasSize(366)
        .allMatch(range -> range.from().atZone(ZoneId.of("UTC")).toLocalTime().toString().equals("18:30"));
  }

  @Test
  void an_hour_that_is_left_out_does_not_open_twice() {
    Schedule hourly = schedule("Europe/Berlin", "2026-03-29T00:30", Duration.ofMinutes(10), "FREQ=HOURLY;COUNT=4");
    assertThat(hourly.endingAfter(EVER, 9)).extracting(TimeRange::from).containsExactly(
        Instant.parse("2026-03-28T23:30:00Z"), Instant.parse("2026-03-29T00:30:00Z"),
        Instant.parse("2026-03-29T01:30:00Z"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      FREQ=WEEKLY;BYDAY=SU                   | 2026-03-08 2026-03-15 2026-03-22
      RRULE:FREQ=WEEKLY;BYDAY=SU             | 2026-03-08 2026-03-15 2026-03-22
      freq=weekly;byday=su                   | 2026-03-08 2026-03-15 2026-03-22
      FREQ=WEEKLY                            | 2026-03-04 2026-03-11 2026-03-18
      FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH     | 2026-03-05 2026-03-17 2026-03-19
      FREQ=MONTHLY;BYDAY=-1SU                | 2026-03-29 2026-04-26 2026-05-31
      FREQ=MONTHLY;BYDAY=2TU                 | 2026-03-10 2026-04-14 2026-05-12
      FREQ=MONTHLY;BYMONTHDAY=31             | 2026-03-31 2026-05-31 2026-07-31
      FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 | 2026-03-31 2026-04-30 2026-05-29
      FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29    | 2028-02-29 2032-02-29 2036-02-29
      FREQ=DAILY;COUNT=2                     | 2026-03-04 2026-03-05
      FREQ=DAILY;UNTIL=20260306              | 2026-03-04 2026-03-05 2026-03-06
      FREQ=DAILY;UNTIL=20260305T123000       | 2026-03-04 2026-03-05
      FREQ=DAILY;UNTIL=20260305T122959       | 2026-03-04
      FREQ=DAILY;UNTIL=20260305T113000Z      | 2026-03-04 2026-03-05
      FREQ=DAILY;UNTIL=20260305T112959Z      | 2026-03-04
      FREQ=DAILY;UNTIL=20250305              |
      """)
  void understands_the_rules_of_calendars(String rule, @Nullable String days) {
    Schedule schedule = schedule("Europe/Berlin", "2026-03-04T12:30", Duration.ofHours(1), rule);
    assertThat(schedule.endingAfter(EVER, 3))
        .extracting(range -> range.from().atZone(BERLIN).toLocalDateTime())
        .containsExactlyElementsOf(
            Stream.of(days == null ? new String[0] : days.split(" "))
                .map(day -> LocalDate.parse(day).atTime(12, 30))
                .toList());
  }

  @Test
  void leaves_out_the_days_that_are_excepted() {
    Schedule weekly = new Schedule(BERLIN, LocalDateTime.parse("2026-03-04T23:30"), Duration.ofHours(1),
        Recurrence.of("FREQ=WEEKLY;COUNT=3", BERLIN), Set.of(LocalDate.parse("2026-03-11")), null);
    assertThat(weekly.endingAfter(EVER, 9)).extracting(range -> LocalDate.ofInstant(range.from(), BERLIN))
        .containsExactly(LocalDate.parse("2026-03-04"), LocalDate.parse("2026-03-18"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "every sunday", "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=120", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMINUTE=0,1,2,3,4,5,6,7", "FREQ=HOURLY;BYSECOND=1,2,3", "FREQ=YEARLY;BYWEEKNO=53",
    "FREQ=YEARLY;BYYEARDAY=366", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=1001",
    "FREQ=DAILY;INTERVAL=2000000000;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=10001",
    "FREQ=DAILY;COUNT=99999999999", "FREQ=DAILY;COUNT=2;UNTIL=20270101", "FREQ=DAILY;FREQ=WEEKLY",
    "FREQ=DAILY;BYDAY=1MO", "FREQ=MONTHLY;BYHOUR=1,2,3", "FREQ=YEARLY;BYHOUR=1;BYDAY=MO;BYSETPOS=300",
    "RSCALE=GREGORIAN;FREQ=DAILY", "FREQ=DAILY;X-MINE=1", "DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY"})
  void refuses_what_is_no_rule_or_recurs_too_often(String rule) {
    assertThatThrownBy(() -> Recurrence.of(rule, BERLIN)).isInstanceOf(IllegalArgumentException.class)
        .message().isNotBlank();
    assertThatThrownBy(() -> Recurrence.of("FREQ=DAILY;UNTIL=" + "9".repeat(500), BERLIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=2",
    "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366,-366;INTERVAL=1000",
    "FREQ=WEEKLY;INTERVAL=1000;BYMONTH=2;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12;BYSETPOS=366",
    "FREQ=YEARLY;INTERVAL=1000", "FREQ=HOURLY;COUNT=10000;BYDAY=MO;BYMONTH=1",
    "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11"})
  void a_rule_that_hardly_or_never_matches_costs_next_to_nothing(String rule) {
    assertTimeout(Duration.ofSeconds(2), () -> {
      Schedule schedule = schedule("Europe/Berlin", "2026-03-04T02:30", Duration.ofHours(1), rule);
      assertThat(schedule.endingAfter(EVER, 1000)).hasSizeLessThanOrEqualTo(1000);
      schedule.end();
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "FREQ=HOURLY", "FREQ=HOURLY;INTERVAL=5", "FREQ=HOURLY;BYDAY=SA,SU", "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3;BYHOUR=1,13",
    "FREQ=WEEKLY;BYDAY=SU", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR;WKST=SU", "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2",
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;COUNT=900",
    "FREQ=DAILY;UNTIL=20281231"})
  void looking_ahead_finds_what_counting_from_the_start_finds(String rule) {
    Schedule schedule = schedule("Europe/Berlin", "2023-01-04T02:30", Duration.ofMinutes(50), rule);
    List<TimeRange> counted = new ArrayList<>();
    for (Iterator<LocalDateTime> starts = schedule.recurrence().from(schedule.start(), LocalDateTime.MIN.withYear(0));
        starts.hasNext() && counted.size() < 40_000;) {
      Instant from = starts.next().atZone(BERLIN).toInstant();
      if (counted.isEmpty() || from.isAfter(counted.getLast().from())) {
        counted.add(new TimeRange(from, from.plus(schedule.duration())));
      }
    }
    for (int day = 0; day < 1400; day += 13) {
      Instant moment = Instant.parse("2023-01-01T02:00:00Z").plus(Duration.ofDays(day)).plusSeconds(day * 631L);
      assertThat(schedule.endingAfter(moment, 5))
          .containsExactlyElementsOf(counted.stream().filter(range -> range.to().isAfter(moment)).limit(5).toList());
    }
  }

  @Test
  void a_moment_lies_in_it_from_the_start_until_just_before_the_end() {
    Schedule once = schedule("UTC", "2026-03-04T02:00", Duration.ofHours(1), null);
    assertThat(once.at(Instant.parse("2026-03-04T01:59:59Z"))).isEmpty();
    assertThat(once.at(Instant.parse("2026-03-04T02:00:00Z"))).isPresent();
    assertThat(once.at(Instant.parse("2026-03-04T02:59:59Z"))).isPresent();
    assertThat(once.at(Instant.parse("2026-03-04T03:00:00Z"))).isEmpty();
  }

  @Test
  void what_is_cut_off_ends_then_and_comes_again() {
    Instant half = Instant.parse("2026-03-04T02:30:00Z");
    Schedule daily = schedule("UTC", "2026-03-04T02:00", Duration.ofHours(1), "FREQ=DAILY").cut(half);
    assertThat(daily.at(half.minusSeconds(1))).contains(new TimeRange(half.minusSeconds(1800), half));
    assertThat(daily.at(half)).isEmpty();
    assertThat(daily.at(half.plus(Duration.ofDays(1)))).isPresent();
  }

  @Test
  void only_what_has_a_last_time_has_an_end() {
    assertThat(schedule("UTC", "2026-03-04T02:00", Duration.ofHours(1), null).end())
        .contains(Instant.parse("2026-03-04T03:00:00Z"));
    assertThat(schedule("UTC", "2026-03-04T02:00", Duration.ofHours(1), "FREQ=DAILY;COUNT=3").end())
        .contains(Instant.parse("2026-03-06T03:00:00Z"));
    assertThat(schedule("UTC", "2026-03-04T02:00", Duration.ofHours(1), "FREQ=DAILY").end()).isEmpty();
  }

  private static Schedule schedule(String zone, String start, Duration duration, @Nullable String rule) {
    ZoneId in = ZoneId.of(zone);
    return new Schedule(in, LocalDateTime.parse(start), duration, rule == null ? null : Recurrence.of(rule, in),
        Set.of(), null);
  }
}
