package io.faultdesk.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** Stored samples come back in the order of their times, and windows that they are put into say what the live ones said. */
class SampleArchiveTest {

  private static final ServiceName LOGINS = ServiceName.of("logins");

  private Program program;

  String database() {
    return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  }

  @BeforeEach
  void start() {
    program = Program.on(database());
  }

  @AfterEach
  void stop() {
    program.stopAll();
  }

  @Test
  void samples_come_in_the_order_of_their_times_whatever_their_indicator_and_from_no_other_service() {
    take(Windows.ORDERS, "b", 1, 0);
    take(Windows.ORDERS, "a", 2, 500);
    take(LOGINS, "a", 3, 700);
    take(Windows.ORDERS, "b", 4, 60_000);
    take(Windows.ORDERS, "a", 5, 3_599_999);
    take(Windows.ORDERS, "a", 6, 3_600_000);
    program.pass(Duration.ofHours(1));
    program.store();

    assertThat(read(500, 3_600_000)).extracting(StoredSample::time)
        .containsExactly(Windows.T + 500, Windows.T + 60_000, Windows.T + 3_599_999);
    assertThat(read(500, 3_600_000)).extracting(StoredSample::indicator).containsExactly("a", "b", "a");
    assertThat(read(3_600_000, 9_000_000)).singleElement()
        .isEqualTo(new StoredSample.Plain("a", Windows.T + 3_600_000, 6));
    assertThat(archive().services()).containsOnlyKeys(Windows.ORDERS, LOGINS);
    assertThat(archive().services().get(LOGINS).indicators()).containsExactly("a");
    assertThat(archive().kept()).isEqualTo(Duration.ofDays(8));
  }

  @Test
  void many_indicators_over_hours_are_read_in_few_questions_and_completely() {
    for (int minute = 0; minute < 180; minute++) {
      for (int i = 0; i < 45; i++) {
        take(Windows.ORDERS, "i" + i, minute, minute * 60_000L);
      }
      program.pass(Duration.ofMinutes(1));
      if (minute % 30 == 0) {
        program.store();
      }
    }
    program.store();
    assertThat(read(0, 180 * 60_000)).hasSize(180 * 45).extracting(StoredSample::time).isSorted();
  }

  @Test
  void an_indicator_that_ended_ends_again_when_its_next_sample_would_have_come() {
    take(Windows.ORDERS, "a", 1, 0);
    take(Windows.ORDERS, "a", 1, 15_000);
    program.pass(Duration.ofSeconds(30));
    program.board().end(List.of(new SeriesEnd(Windows.ORDERS, "a", program.now())));
    program.store();

    assertThat(read(0, 60_000)).last().isEqualTo(new StoredSample.Ended("a", Windows.T + 30_000, Windows.T + 15_000));
    IndicatorWindows windows = archive().windows(Windows.ORDERS, "a");
    read(0, 60_000).forEach(sample -> sample.into(windows));
    assertThat(Windows.after(windows, 31).last()).isNaN();
  }

  @Test
  void windows_say_the_same_as_live_ones_did_also_of_samples_that_came_too_fast_to_be_kept_each() {
    program.stop();
    program = program.next(database(), "faultdesk.indicator.max-samples=64");
    for (int i = 0; i < 1200; i++) {
      take(Windows.ORDERS, "a", 100 + i % 37, i * 250L);
      program.pass(Duration.ofMillis(250));
      if (i % 16 == 0) {
        program.store();
      }
    }
    program.store();

    IndicatorWindows windows = archive().windows(Windows.ORDERS, "a");
    List<StoredSample> samples = read(0, 300_000);
    samples.forEach(sample -> sample.into(windows));
    assertThat(samples).hasAtLeastOneElementOfType(StoredSample.Condensed.class);
    Indicator live = program.snapshot().getFirst();
    Indicator replayed = Windows.after(windows, (program.now() - Windows.T) / 1000.0);
    assertThat(replayed.baseline().count()).isEqualTo(1200).isEqualTo(live.baseline().count());
    assertThat(replayed.baseline().mean()).isCloseTo(live.baseline().mean(), within(1e-9));
    assertThat(replayed.baseline().variance()).isCloseTo(live.baseline().variance(), within(1e-6));
    assertThat(replayed.baseline().max()).isEqualTo(live.baseline().max());
    assertThat(replayed.last()).isEqualTo(live.last());
  }

  @Test
  void a_minute_in_an_unknown_format_is_left_out() {
    take(Windows.ORDERS, "a", 1, 0);
    take(Windows.ORDERS, "a", 2, 60_000);
    program.pass(Duration.ofMinutes(2));
    program.store();
    byte[] future = {9, 1, 2, 3};
    program.part(JdbcTemplate.class).update("update indicator_samples set body = ? where starts_at = ?", future,
        Windows.T);
    assertThat(read(0, 120_000)).hasSize(1);
  }

  private List<StoredSample> read(long from, long to) {
    List<StoredSample> samples = new ArrayList<>();
    TimeRange range = new TimeRange(Instant.ofEpochMilli(Windows.T + from), Instant.ofEpochMilli(Windows.T + to));
    archive().services().get(Windows.ORDERS).forEach(range, samples::add);
    return samples;
  }

  private SampleArchive archive() {
    return program.part(SampleArchive.class);
  }

  private void take(ServiceName service, String indicator, double value, long after) {
    assertThat(program.board().take(List.of(new Sample(service, indicator, value, Windows.T + after))))
        .containsOnlyNulls();
  }
}
