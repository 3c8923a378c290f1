package io.faultdesk.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.signal.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The past of many indicators at once. */
class HistoriesTest {

  private static final int SERVICES = 130;

  private Program program;

  String database() {
    return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  }

  @BeforeEach
  void start() {
    program = Program.on(database());
    for (int minute = 0; minute < 20; minute++) {
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < SERVICES; i++) {
        samples.add(new Sample(ServiceName.of("s" + i), "memory", i + minute, program.now()));
        samples.add(new Sample(ServiceName.of("s" + i), "latency", 1, program.now()));
      }
      assertThat(program.board().take(samples)).containsOnlyNulls();
      program.pass(Duration.ofMinutes(minute == 10 ? 6 : 1));
    }
    program.store();
  }

  @AfterEach
  void stop() {
    program.stopAll();
  }

  @Test
  void each_is_what_it_would_be_alone() {
    List<SeriesKey> memories = program.board().stored(Set.of("memory", "disk"));
    assertThat(memories).hasSize(SERVICES).isSortedAccordingTo(
        (one, other) -> one.service().compareTo(other.service()));
    TimeRange range =
        new TimeRange(Instant.ofEpochMilli(Windows.T + 60_000), Instant.ofEpochMilli(Windows.T + 21 * 60_000));
    Map<ServiceName, List<HistoryPoint>> found = new TreeMap<>();

    program.board().histories(memories, range, Duration.ofMinutes(3),
        (key, points) -> found.put(key.service(), points));

    assertThat(found).hasSize(SERVICES);
    found.forEach(
        (service, points) -> assertThat(points)
            .isEqualTo(program.board().history(service, "memory", range, Duration.ofMinutes(3))));
    assertThat(found.get(ServiceName.of("s7"))).as("a gap of five minutes").hasSize(6);
  }

  @Test
  void of_what_is_not_stored_there_is_nothing() {
    SeriesKey unknown = new SeriesKey(ServiceName.of("s1"), "disk");
    SeriesKey silent = new SeriesKey(ServiceName.of("s1"), "memory");
    TimeRange later = new TimeRange(Instant.ofEpochMilli(program.now()), Instant.ofEpochMilli(program.now() + 60_000));
    List<String> told = new ArrayList<>();
    program.board().histories(
        List.of(silent, unknown), later, Duration.ofMinutes(1), (key, points) -> told.add(key.indicator() + points));
    assertThat(told).containsExactlyInAnyOrder("disk[]", "memory[]");
  }

  @Test
  void they_are_read_along_the_key_each_from_its_time_on() {
    plan(program.part(JdbcTemplate.class), HistoryRows.PART + " union all " + HistoryRows.PART, 1L, 0L, 60_000L, 2L, 0L,
        60_000L);
  }

  void plan(JdbcTemplate jdbc, String question, Object... parameters) {
    assertThat(jdbc.queryForObject("explain " + question, String.class, parameters))
        .containsSubsequence("SERIES_ID = ?1", "STARTS_AT >= ?2", "SERIES_ID = ?4", "STARTS_AT >= ?5")
        .doesNotContain("tableScan");
  }
}
