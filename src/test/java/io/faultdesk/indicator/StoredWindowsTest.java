package io.faultdesk.indicator;

import static io.faultdesk.indicator.Windows.ORDERS;
import static io.faultdesk.indicator.Windows.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.signal.Sample;
import io.faultdesk.signal.SeriesEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.PlatformTransactionManager;

/** The windows and their history in an H2 database that outlives the program. */
class StoredWindowsTest {

  private String url = "";
  private Program program;

  String database() {
    return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  }

  @BeforeEach
  void start() {
    url = database();
    program = Program.on(url);
  }

  @AfterEach
  void stop() {
    program.stopAll();
  }

  @Test
  void what_was_stored_is_in_the_windows_after_a_crash() {
    sendFor(Duration.ofMinutes(70));
    program.store();
    List<Indicator> before = program.snapshot();
    program.board().take(List.of(new Sample(ORDERS, "latency", 1e6, program.now())));

    Program next = program.next(url);

    same(next.snapshot(), before);
    assertThat(next.board().services()).containsExactly(ORDERS);
    assertThat(next.snapshot().getFirst().baseline().count()).as("what is just an hour old is out").isEqualTo(359);
  }

  @Test
  void what_has_ended_is_still_over_after_a_restart_and_can_come_back() {
    sendFor(Duration.ofMinutes(3));
    program.store();
    program.board().end(List.of(new SeriesEnd(ORDERS, "latency", program.now())));
    assertThat(program.part(Program.Heard.class).events).hasSizeGreaterThan(1);
    assertThat(program.snapshot().getFirst().last()).isNaN();
    program.store();

    program = program.next(url);
    assertThat(program.snapshot().getFirst().last()).isNaN();
    assertThat(program.snapshot().getFirst().baseline().count()).isZero();
    assertThat(program.snapshot().getFirst().age()).isEqualTo(10);
    assertThat(history(Duration.ofMinutes(1))).as("its past").hasSize(3);

    send("latency", 7, program.now());
    assertThat(program.snapshot().getFirst().baseline().count()).isEqualTo(19);
    program.store();
    program = program.next(url);
    assertThat(program.snapshot().getFirst().last()).isEqualTo(7);
  }

  @Test
  void the_end_of_what_never_was_makes_no_windows() {
    program.board().end(List.of(new SeriesEnd(ORDERS, "latency", program.now())));
    assertThat(program.board().services()).isEmpty();
  }

  @Test
  void the_windows_of_many_indicators_come_back_with_few_questions() {
    for (int i = 0; i < 45; i++) {
      send("latency-" + i, i, T);
      send("latency-" + i, i + 1, T + 60_000);
    }
    program.pass(Duration.ofMinutes(2));
    program.store();
    List<Indicator> before = program.snapshot();
    assertThat(before).hasSize(45);

    JdbcTemplate jdbc = spy(program.part(JdbcTemplate.class));
    StoredMinutes stored = new StoredMinutes(jdbc, program.part(PlatformTransactionManager.class));
    stored.open();
    List<String> minutes = new ArrayList<>();
    stored.read(key -> T, T, (key, minute) -> minutes.add(key.indicator() + "@" + minute.minute()));

    assertThat(minutes).hasSize(90).startsWith("latency-0@" + T, "latency-0@" + (T + 60_000)).doesNotHaveDuplicates();
    verify(jdbc, times(6)).query(contains("indicator_samples"), any(RowCallbackHandler.class), any(Object[].class));
    same(program.next(url).snapshot(), before);
  }

  @Test
  void a_clean_stop_loses_nothing() {
    sendFor(Duration.ofMinutes(3));
    List<Indicator> before = program.snapshot();
    program.stop();
    program = program.next(url);
    same(program.snapshot(), before);
  }

  @Test
  void minutes_become_history_and_a_late_sample_corrects_its_minute() {
    send("latency", 10, T);
    send("latency", 20, T + 30_000);
    send("latency", 40, T + 60_000);
    program.pass(Duration.ofMinutes(2));
    program.store();
    send("latency", 60, T + 45_000);
    send("latency", 10, T);
    send("latency", 42, T + 60_000);
    program.store();

    assertThat(history(Duration.ofMinutes(1)))
        .containsExactly(
            new HistoryPoint(Instant.ofEpochMilli(T), 3, 30, 10, 60, Math.sqrt(700), 60),
            new HistoryPoint(Instant.ofEpochMilli(T + 60_000), 1, 42, 42, 42, Double.NaN, 42));
    HistoryPoint both = history(Duration.ofMinutes(5)).getFirst();
    assertThat(both.count()).isEqualTo(4);
    assertThat(both.mean()).isCloseTo(33, within(1e-9));
    assertThat(both.deviation()).isCloseTo(Math.sqrt((23 * 23 + 13 * 13 + 27 * 27 + 9 * 9) / 3.0), within(1e-9));
    assertThat(both.last()).isEqualTo(42);
  }

  @Test
  void a_late_sample_after_a_restart_joins_its_stored_minute() {
    send("latency", 10, T);
    program.stop();
    program = program.next(url);
    send("latency", 30, T + 1000);
    program.store();
    assertThat(history(Duration.ofMinutes(1)).getFirst().count()).isEqualTo(2);
  }

  @Test
  void a_store_that_fails_is_made_up_for() {
    send("latency", 10, T);
    JdbcTemplate jdbc = program.part(JdbcTemplate.class);
    jdbc.execute("alter table indicator_samples rename to elsewhere");
    assertThatThrownBy(program::store).isInstanceOf(RuntimeException.class);
    assertThat(jdbc.queryForObject("select count(*) from indicator_minute", Long.class)).isZero();

    jdbc.execute("alter table elsewhere rename to indicator_samples");
    program.store();
    assertThat(history(Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void samples_in_an_unknown_format_are_left_out() {
    sendFor(Duration.ofMinutes(3));
    program.stop();
    Program reader = program.next(url);
    byte[] future = {9, 1, 2, 3};
    reader.part(JdbcTemplate.class).update("update indicator_samples set body = ? where starts_at = ?", future, T);
    program = reader.next(url);
    assertThat(program.snapshot().getFirst().baseline().count()).isEqualTo(12);
    send("latency", 1, T + 500);
    program.store();
    assertThat(history(Duration.ofMinutes(1)).getFirst().count()).as("the minute keeps its figures").isEqualTo(6);
  }

  @Test
  void a_silent_indicator_is_remembered_for_a_day() {
    send("latency", 10, T);
    program.store();
    program.pass(Duration.ofHours(20));
    program.keeper().deleteSamples();
    program.stop();
    program = program.next(url);
    assertThat(program.snapshot().getFirst().last()).isEqualTo(10);
    assertThat(program.snapshot().getFirst().age()).isEqualTo(20 * 3600);

    program.pass(Duration.ofHours(5));
    program.keeper().deleteSamples();
    assertThat(program.snapshot()).isEmpty();
    assertThat(program.board().services()).isEmpty();
    program = program.next(url);
    assertThat(program.board().services()).as("what is kept for replays does not bring it back").isEmpty();
    assertThat(rows("indicator_samples")).isOne();
    program.pass(Duration.ofDays(7));
    program.keeper().deleteSamples();
    assertThat(rows("indicator_samples")).isZero();
    assertThat(rows("indicator_minute")).isOne();
  }

  @Test
  void samples_are_kept_for_replays_while_a_restart_reads_what_windows_need() {
    for (int hour = 0; hour < 3; hour++) {
      sendFor(Duration.ofHours(1));
      program.store();
      program.keeper().deleteSamples();
    }
    assertThat(rows("indicator_samples")).isEqualTo(180);
    StoredMinutes stored = program.part(StoredMinutes.class);
    List<Long> read = new ArrayList<>();
    stored.read(key -> program.board().neededSince(key, program.now()), 0, (key, minute) -> read.add(minute.minute()));
    assertThat(read).hasSize(62).isSorted().startsWith(program.now() - 62 * 60_000);
    List<Indicator> before = program.snapshot();
    program = program.next(url);
    same(program.snapshot(), before);
  }

  @Test
  void only_samples_that_no_window_reaches_are_deleted() {
    url = database();
    program = program.next(url, "faultdesk.indicator.keep-samples=0s");
    sendFor(Duration.ofMinutes(30));
    program.store();
    sendFor(Duration.ofMinutes(60));
    program.store();
    List<Indicator> before = program.snapshot();
    program.keeper().deleteSamples();
    assertThat(rows("indicator_samples")).isBetween(60L, 63L);
    assertThat(rows("indicator_minute")).isEqualTo(90);
    program = program.next(url);
    same(program.snapshot(), before);
  }

  @Test
  void figures_are_deleted_after_thirty_days_and_the_indicator_with_the_last_of_them() {
    send("latency", 10, T);
    program.store();
    program.pass(Duration.ofDays(30).plusMinutes(1));
    send("latency", 10, program.now());
    send("other", 10, program.now());
    program.store();
    program.keeper().deleteHistory();
    assertThat(rows("indicator_minute")).isEqualTo(2);

    program.pass(Duration.ofDays(31));
    program.keeper().deleteSamples();
    program.keeper().deleteHistory();
    assertThat(rows("indicator_minute")).isZero();
    assertThat(rows("indicator_series")).isZero();
    send("latency", 10, program.now());
    program.store();
    assertThat(rows("indicator_series")).isOne();
  }

  @Test
  void names_that_differ_only_in_case_or_accents_are_two_indicators() {
    send("latency", 1, T);
    send("Latency", 2, T);
    send("laténcy 故障", 3, T);
    program.stop();
    program = program.next(url);
    assertThat(program.snapshot()).extracting(Indicator::last).containsExactly(2.0, 1.0, 3.0);
  }

  @Test
  void beyond_the_greatest_number_of_indicators_new_ones_are_refused_with_the_reason() {
    Program small = program.next(database(), "faultdesk.indicator.max-series=2");
    ServiceName stranger = ServiceName.of("stranger");
    List<String> reasons =
        small.board().take(
            List.of(
                new Sample(ORDERS, "a", 1, T),
                new Sample(ORDERS, "b", 1, T),
                new Sample(ORDERS, "c", 1, T),
                new Sample(stranger, "a", 1, T),
                new Sample(ORDERS, "a", 1, T + 1),
                new Sample(ORDERS, "a", 1, T - 7_200_000)));
    assertThat(reasons.get(2)).contains("max-series");
    assertThat(reasons.get(3)).contains("max-series");
    assertThat(reasons.get(5)).contains("older");
    assertThat(new ArrayList<>(reasons)).element(4).isNull();
    assertThat(small.board().services()).containsExactly(ORDERS);
    assertThat(small.part(Program.Heard.class).events).hasSize(1);
  }

  long rows(String table) {
    return program.part(JdbcTemplate.class).queryForObject("select count(*) from " + table, Long.class);
  }

  /** One sample every ten seconds while that time passes. */
  void sendFor(Duration time) {
    for (int i = 0; i < time.toSeconds() / 10; i++) {
      send("latency", 100 + i % 17, program.now());
      program.pass(Duration.ofSeconds(10));
    }
  }

  /** But for the last digits, which depend on the order of adding and removing. */
  private static void same(List<Indicator> actual, List<Indicator> expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-9 || a.equals(b), Double.class)
        .isEqualTo(expected);
  }

  private void send(String indicator, double value, long time) {
    assertThat(program.board().take(List.of(new Sample(ORDERS, indicator, value, time)))).containsOnlyNulls();
  }

  private List<HistoryPoint> history(Duration step) {
    TimeRange range = new TimeRange(Instant.ofEpochMilli(T), Instant.ofEpochMilli(T + 3_600_000));
    return program.board().history(ORDERS, "latency", range, step);
  }
}
