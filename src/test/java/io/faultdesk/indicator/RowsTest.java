package io.faultdesk.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultdesk.shared.TimeRange;
import io.faultdesk.signal.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows for fault models: of the samples in memory and of what is stored the same ones. */
class RowsTest {

  private static final Instant START = Instant.ofEpochMilli(Windows.T - Math.floorMod(Windows.T, 3_600_000));

  private Program program;

  @BeforeEach
  void start() {
    program =
        Program.on("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
            "faultdesk.catalog.indicators[0].name=orders-done", "faultdesk.catalog.indicators[0].kind=counter");
  }

  @AfterEach
  void stop() {
    program.stopAll();
  }

  @Test
  void the_rows_of_the_samples_are_those_of_the_stored_minutes() {
    Random random = new Random(7);
    long done = 0;
    for (long at = 0; at < 40 * 60_000; at += 500 + random.nextInt(40_000)) {
      done = random.nextInt(60) == 0 ? 0 : done + random.nextInt(20);
      take("waiting", random.nextInt(100), at);
      take("orders-done", done, at);
    }
    program.store();

    for (Duration step : List.of(Duration.ofMinutes(1), Duration.ofMinutes(5))) {
      SortedMap<Instant, Map<String, Double>> stored =
          program.board().rows(Windows.ORDERS, new TimeRange(START.plus(step), START.plusSeconds(40 * 60)), step);
      assertThat(stored).hasSizeGreaterThanOrEqualTo((int) (40 / step.toMinutes()) - 3);
      assertThat(program.part(MinuteArchive.class).rows(Windows.ORDERS,
          new TimeRange(START.plus(step), START.plusSeconds(40 * 60)), step)).isEqualTo(stored);
      assertThat(program.part(MinuteArchive.class).services()).containsOnly(Map.entry(Windows.ORDERS, 2));
      stored.forEach((begin, row) -> {
        Map<String, Double> live = program.board().row(Windows.ORDERS, new TimeRange(begin, begin.plus(step)));
        assertThat(live).containsOnlyKeys(row.keySet());
        row.forEach((indicator, value) -> assertThat(live.get(indicator)).isCloseTo(value, within(1e-9)));
      });
    }
  }

  @Test
  void a_counter_is_told_by_its_growth_and_not_at_all_where_it_began_anew_or_was_silent() {
    double[] totals = {5, 9, 2, 4, Double.NaN, 8, 9};
    for (int minute = 0; minute < totals.length; minute++) {
      if (!Double.isNaN(totals[minute])) {
        take("orders-done", totals[minute], minute * 60_000L + 10_000);
      }
    }
    program.store();

    List<Double> growth = new ArrayList<>();
    program.board().rows(Windows.ORDERS, new TimeRange(START, START.plusSeconds(600)), Duration.ofMinutes(1))
        .values().forEach(row -> growth.add(row.get("orders-done")));
    assertThat(growth).containsExactly(4.0, 2.0, 1.0);
    assertThat(program.board().row(Windows.ORDERS, new TimeRange(START.plusSeconds(300), START.plusSeconds(360))))
        .isEmpty();
  }

  private void take(String indicator, double value, long after) {
    program.pass(Duration.ofMillis(START.toEpochMilli() + after - program.now()));
    assertThat(program.board().take(List.of(
        new Sample(Windows.ORDERS, indicator, value, START.toEpochMilli() + after)))).containsOnlyNulls();
  }
}
