package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessCalendarTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  // 2026-03-02 is a Monday
  @ParameterizedTest
  @CsvSource({
    "PT1H,  2026-03-02T10:00:00Z, 2026-03-02T11:00:00Z, within a day",
    "PT1H,  2026-03-02T17:00:00Z, 2026-03-02T18:00:00Z, exactly to the end of the day",
    "PT1H,  2026-03-02T17:30:00Z, 2026-03-03T09:30:00Z, across a night",
    "PT1H,  2026-03-02T20:00:00Z, 2026-03-03T10:00:00Z, begun at night",
    "PT1H,  2026-03-02T03:00:00Z, 2026-03-02T10:00:00Z, begun before work",
    "PT1H,  2026-03-06T17:30:00Z, 2026-03-09T09:30:00Z, across a weekend",
    "PT1H,  2026-03-07T12:00:00Z, 2026-03-09T10:00:00Z, begun on a weekend",
    "PT27H, 2026-03-02T09:00:00Z, 2026-03-04T18:00:00Z, three whole days",
    "PT28H, 2026-03-02T09:00:00Z, 2026-03-05T10:00:00Z, three days and an hour",
    "PT9H,  2026-03-11T12:00:00Z, 2026-03-16T12:00:00Z, across two holidays and a weekend",
    "PT1H,  2026-03-12T12:00:00Z, 2026-03-16T10:00:00Z, begun on a holiday",
    "PT0S,  2026-03-02T10:00:00Z, 2026-03-02T10:00:00Z, no time at work",
    "PT0S,  2026-03-07T10:00:00Z, 2026-03-09T09:00:00Z, no time on a weekend",
    "PT450H, 2026-03-16T09:00:00Z, 2026-05-22T18:00:00Z, ten weeks"
  })
  void counts_only_open_hours(Duration time, Instant start, Instant end, String what) {
    var holidays = Set.of(LocalDate.parse("2026-03-12"), LocalDate.parse("2026-03-13"));
    var calendar = new BusinessCalendar(ZoneId.of("UTC"), List.of("mon-fri 09:00-18:00"), holidays);
    assertThat(calendar.add(time, start)).as(what).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T08:59:59Z, false, 2026-03-02T09:00:00Z, before work",
    "2026-03-02T09:00:00Z, true,  2026-03-02T13:00:00Z, as work begins",
    "2026-03-02T12:00:00Z, false, 2026-03-02T13:00:00Z, as the break begins",
    "2026-03-02T17:59:59Z, true,  2026-03-03T09:00:00Z, at the last moment",
    "2026-03-02T18:00:00Z, false, 2026-03-03T09:00:00Z, as work ends",
    "2026-03-06T20:00:00Z, false, 2026-03-10T09:00:00Z, before a weekend and a holiday"
  })
  void knows_whether_it_is_open_and_when_it_opens_next(Instant at, boolean open, Instant next, String what) {
    var calendar = new BusinessCalendar(
        ZoneId.of("UTC"), List.of("mon-fri 09:00-12:00", "mon-fri 13:00-18:00"), Set.of(LocalDate.parse("2026-03-09")));
    assertThat(calendar.isOpen(at)).as(what).isEqualTo(open);
    assertThat(calendar.nextOpening(at)).as(what).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "PT3H, 2026-03-28T23:00:00Z, 2026-03-29T02:00:00Z, an hour is skipped and time is real",
    "PT23H, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, the short day has 23 hours",
    "PT24H, 2026-03-28T23:00:00Z, 2026-03-29T23:00:00Z, one more reaches into the next day",
    "PT25H, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, the long day has 25 hours"
  })
  void knows_days_on_which_clocks_change(Duration time, Instant start, Instant end, String what) {
    var calendar = new BusinessCalendar(BERLIN, List.of("mon-sun 00:00-24:00"), Set.of());
    assertThat(calendar.add(time, start)).as(what).isEqualTo(end);
  }

  @Test
  void opening_time_that_the_clocks_skip_is_the_moment_of_the_change() {
    var calendar = new BusinessCalendar(BERLIN, List.of("sun 02:30-05:00"), Set.of());
    // 02:00 becomes 03:00 at 01:00 UTC
    assertThat(calendar.add(Duration.ofHours(1), Instant.parse("2026-03-28T12:00:00Z")))
        .isEqualTo("2026-03-29T02:00:00Z");
  }

  @Test
  void opening_time_shown_twice_is_the_first_one() {
    var calendar = new BusinessCalendar(BERLIN, List.of("sun 02:30-05:00"), Set.of());
    assertThat(calendar.add(Duration.ofHours(2), Instant.parse("2026-10-24T12:00:00Z")))
        .isEqualTo("2026-10-25T02:30:00Z");
  }

  @Test
  void noon_stays_noon_across_the_change() {
    var calendar = new BusinessCalendar(BERLIN, List.of("mon-fri 09:00-18:00"), Set.of());
    assertThat(calendar.add(Duration.ofHours(2), Instant.parse("2026-03-27T16:00:00Z")))
        .isEqualTo("2026-03-30T08:00:00Z");
  }

  @Test
  void a_day_may_have_a_break() {
    var calendar = new BusinessCalendar(ZoneId.of("UTC"), List.of("mon 13:00-17:00", "mon 08:00-12:00"), Set.of());
    assertThat(calendar.add(Duration.ofHours(5), Instant.parse("2026-03-02T08:00:00Z")))
        .isEqualTo("2026-03-02T14:00:00Z");
  }

  @Test
  void days_may_run_over_the_end_of_the_week() {
    var calendar = new BusinessCalendar(ZoneId.of("UTC"), List.of("sat-mon 10:00-11:00"), Set.of());
    assertThat(calendar.add(Duration.ofHours(3), Instant.parse("2026-03-07T00:00:00Z")))
        .isEqualTo("2026-03-09T11:00:00Z");
  }

  @Test
  void without_open_hours_there_is_no_calendar() {
    assertThatThrownBy(() -> new BusinessCalendar(BERLIN, List.of(), Set.of()))
        .hasMessageContaining("at least one open hour");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mon", "mon-fri", "monday 09:00-18:00", "mon 9:00-18:00", "mon 09:00-25:00",
    "mon 18:00-09:00", "mon 09:00-09:00", "mon 24:00-05:00"})
  void refuses_what_is_no_line_of_hours(String line) {
    assertThatThrownBy(() -> new BusinessCalendar(BERLIN, List.of(line), Set.of()))
        .hasMessageContaining("\"" + line + "\"");
  }

  @Test
  void refuses_hours_that_overlap() {
    assertThatThrownBy(() -> new BusinessCalendar(BERLIN, List.of("mon-fri 09:00-18:00", "fri 17:00-19:00"), Set.of()))
        .hasMessageContaining("friday overlap");
  }
}
