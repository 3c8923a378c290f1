package io.faultdesk.prediction;

import static io.faultdesk.prediction.Forecasts.ORDERS;
import static io.faultdesk.prediction.Forecasts.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faultdesk.incident.PastFault;
import io.faultdesk.incident.PreventedFault;
import io.faultdesk.prediction.Alarms.TrackRecord;
import io.faultdesk.prediction.Forecast.Contribution;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

/** What is foreseen of services while they run, by the clock that the test moves. */
class FaultForecastTest {

  @TempDir private Path folder;
  private Forecasts world;
  private ModelStore store;
  private FaultForecast forecast;

  @BeforeEach
  void open() {
    Forecasts.write(Forecasts.model(8), folder);
    world = Forecasts.of(folder);
    world.quiet(ORDERS, 120);
    store = world.store();
    forecast = world.forecast(store);
  }

  @Test
  void the_features_live_are_those_of_training() throws Exception {
    FaultModel model = Forecasts.ofAllFeatures();
    IntStream.range(20, 40).forEach(
        minute -> world.value(ORDERS, "queue", START.plusSeconds(60L * minute), 10 + minute));
    SortedMap<Instant, Map<String, Double>> normal =
        world.rows(ORDERS, new TimeRange(START.minusSeconds(3600), START));
    Usual usual = Usual.of(normal, List.of(), 30, START).orElseThrow();
    SortedMap<Instant, Map<String, Double>> rows = world.rows(ORDERS, new TimeRange(START, START.plusSeconds(3600)));
    boolean[] faulty = new boolean[rows.size()];
    faulty[10] = true;
    UnitHistory unit = new UnitHistory(
        "orders", usual.indicators(), rows.keySet().stream().mapToLong(time -> time.getEpochSecond() / 60).toArray(),
        rows.values().stream().map(usual::values).toArray(double[][]::new),
        normal.values().stream().map(usual::values).toArray(double[][]::new), new Truth.Faulty(faulty));

    double[] trained = Scored.of(model, unit).scores();
    Outlook outlook = new Outlook(
        ORDERS, new InForce("faults", "v", model, START, null, null),
        new Usual(usual.indicators(), usual.baseline(), START, START), START.plusSeconds(60));
    List<Double> live = new ArrayList<>();
    for (int minute = 1; minute <= 60; minute++) {
      Instant now = START.plusSeconds(60L * minute);
      List<Instant> faults = minute > 10 ? List.of(START.plusSeconds(600)) : List.of();
      live.add(outlook.score(now, world.board(), faults));
    }
    // the very first rows live look back on minutes before the data of training begins
    assertThat(live.subList(15, 60)).usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactlyElementsOf(Arrays.stream(trained).boxed().toList().subList(15, 60));
    assertThat(live.subList(15, 60)).as("they differ").doesNotHaveDuplicates();
  }

  @Test
  void a_fault_is_expected_from_the_threshold_on_with_what_speaks_for_it() {
    pass(5);
    assertThat(forecast.of(ORDERS).forecasts()).isEmpty();
    assertThat(forecast.latest(ORDERS).orElseThrow().probability()).isLessThan(0.3);

    world.value(ORDERS, "queue", START.plusSeconds(300), 60);
    world.value(ORDERS, "queue", START.plusSeconds(360), 60);
    pass(1);
    assertThat(forecast.of(ORDERS).forecasts()).as("after one row").isEmpty();
    pass(1);

    Forecast expected = forecast.of(ORDERS).forecasts().getFirst();
    assertThat(expected.probability()).isGreaterThan(0.5);
    assertThat(expected.certainty()).isEqualTo("likely");
    assertThat(expected.horizon()).isEqualTo(1200);
    assertThat(expected.text())
        .matches(
            "A fault of orders within 20 minutes is likely: (over )?\\d+ %, usually 1\\.0 %\\. Far from usual: queue 60 instead of 12\\.");
    assertThat(expected.deviations().getFirst().indicator()).isEqualTo("queue");
    Contribution most = expected.contributions().getFirst();
    assertThat(most.feature()).isEqualTo("robust.max.last");
    double logit = Forecasts.model(8).bias()
        + expected.contributions().stream().mapToDouble(Contribution::weight).sum();
    assertThat(expected.probability()).isCloseTo(FaultModel.probability(logit), within(1e-12));
    assertThat(world.events).contains(new ForecastsChanged(Set.of(ORDERS)));
  }

  @Test
  void it_is_over_when_nothing_speaks_for_it_any_more() {
    world.value(ORDERS, "queue", START.plusSeconds(240), 60);
    world.value(ORDERS, "queue", START.plusSeconds(300), 60);
    pass(6);
    assertThat(forecast.of(ORDERS).forecasts()).isNotEmpty();
    pass(1);
    assertThat(forecast.of(ORDERS).forecasts()).isEmpty();
    assertThat(world.events).hasSize(2);
  }

  @Test
  void nothing_is_expected_while_a_fault_goes_on_or_its_rows_are_looked_at() {
    // ever worse, because it is learnt on the way what is usual
    IntStream.range(4, 60).forEach(
        minute -> world.value(ORDERS, "queue", START.plusSeconds(60L * minute), 60 * Math.pow(4, minute - 4)));
    pass(6);
    assertThat(forecast.of(ORDERS).forecasts()).isNotEmpty();
    world.faults.add(new PastFault(ORDERS, START.plusSeconds(361), START.plusSeconds(1200), "INC-000001"));
    pass(2);
    assertThat(forecast.of(ORDERS).forecasts()).isEmpty();
    pass(26);
    assertThat(forecast.of(ORDERS).forecasts()).isEmpty();
    pass(3);
    assertThat(forecast.of(ORDERS).forecasts()).isNotEmpty();
  }

  @Test
  void who_opted_out_or_is_hardly_known_is_not_scored() {
    ServiceName fresh = ServiceName.of("fresh");
    world.quiet(ServiceName.of("deaf"), 60);
    IntStream.range(-10, 60).forEach(minute -> world.value(fresh, "queue", START.plusSeconds(60L * minute), 1));
    pass(10);
    assertThat(forecast.latest(ServiceName.of("deaf"))).isEmpty();
    assertThat(forecast.latest(fresh)).isEmpty();
    assertThat(forecast.latest(ORDERS)).isPresent();
    pass(20);
    assertThat(forecast.latest(fresh)).isPresent();
  }

  @Test
  void in_shadow_it_is_noted_and_nobody_is_told_and_switched_off_nothing_is_scored() {
    world.value(ORDERS, "queue", START.plusSeconds(240), 60);
    world.value(ORDERS, "queue", START.plusSeconds(300), 60);
    store.change(Mode.SHADOW, "li.na");
    pass(6);
    assertThat(forecast.of(ORDERS).forecasts()).isEmpty();
    assertThat(world.events).isEmpty();
    assertThat(world.alarms.page(null, Long.MAX_VALUE, 10)).singleElement()
        .satisfies(alarm -> assertThat(alarm.shadow()).isTrue());

    store.change(Mode.OFF, "li.na");
    forecast.look();
    assertThat(forecast.latest(ORDERS)).isEmpty();
  }

  @Test
  void each_alarm_is_held_against_what_came() {
    for (int minute : new int[]{4, 5, 20, 21, 59, 60}) {
      // what was seen before has become a little more usual
      world.value(ORDERS, "queue", START.plusSeconds(60L * minute), minute < 50 ? 60 : 6000);
    }
    pass(6);
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).singleElement()
        .satisfies(alarm -> assertThat(alarm.cameTrue()).isNull());
    pass(40);
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).singleElement()
        .satisfies(alarm -> assertThat(alarm.cameTrue()).isFalse());
    pass(15);
    world.faults.add(new PastFault(ORDERS, world.clock.instant().plusSeconds(60), null, "INC-000007"));
    pass(3);
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).hasSize(2).first().satisfies(alarm -> {
      assertThat(alarm.cameTrue()).isTrue();
      assertThat(alarm.incident()).isEqualTo("INC-000007");
    });
    assertThat(world.alarms.records().values()).singleElement()
        .satisfies(record -> assertThat(record.precision()).isEqualTo(0.5));
  }

  @Test
  void what_is_denied_after_it_came_did_not_come() {
    world.value(ORDERS, "queue", START.plusSeconds(240), 60);
    world.value(ORDERS, "queue", START.plusSeconds(300), 60);
    pass(6);
    world.faults.add(new PastFault(ORDERS, world.clock.instant().plusSeconds(60), null, "INC-000007"));
    pass(3);
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).singleElement().returns(true, Alarm::cameTrue);
    String version = store.inForce().version();
    assertThat(world.alarms.precision(version)).isEqualTo(1);

    world.faults.clear();
    pass(61);
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).last().returns(false, Alarm::cameTrue)
        .returns(null, Alarm::incident);
    assertThat(world.alarms.precision(version)).isZero();
  }

  @Test
  void what_has_just_come_is_not_foreseen_any_more() {
    for (int minute = 4; minute < 8; minute++) {
      world.value(ORDERS, "queue", START.plusSeconds(60L * minute), 60);
    }
    pass(5);
    assertThat(forecast.of(ORDERS).forecasts()).isEmpty();
    world.clock.advance(Duration.ofSeconds(50));
    forecast.look();
    world.clock.advance(Duration.ofSeconds(5));
    world.faults.add(new PastFault(ORDERS, world.clock.instant(), null, "INC-000007"));
    world.clock.advance(Duration.ofSeconds(5));
    forecast.look();
    assertThat(forecast.of(ORDERS).forecasts()).isEmpty();
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void an_alarm_of_which_nobody_knows_whether_it_is_kept_is_looked_for() {
    pass(3);
    world.jdbc().update(
        "insert into forecast_alarm (id, service, version, shadow, raised_at, until_at, probability) values (1, 'orders', ?, false, ?, ?, 0.9)",
        store.inForce().version(), world.clock.millis(), world.clock.millis() + 1_200_000);
    world.value(ORDERS, "queue", START.plusSeconds(240), 60);
    world.value(ORDERS, "queue", START.plusSeconds(300), 60);
    assertThatThrownBy(() -> pass(6)).isInstanceOf(DataAccessException.class);
    pass(1);
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(forecast.of(ORDERS).forecasts()).isEmpty();
  }

  @Test
  void a_precursor_does_not_become_usual() {
    for (int fault : new int[]{30, 90}) {
      for (int minute = fault - 5; minute < fault + 10; minute++) {
        world.value(ORDERS, "queue", START.plusSeconds(60L * minute), minute < fault ? 60 : 600);
      }
    }
    List<Integer> foreseen = new ArrayList<>();
    for (int minute = 1; minute <= 95; minute++) {
      if (minute == 30 || minute == 90) {
        Instant begun = world.clock.instant();
        world.faults.add(new PastFault(ORDERS, begun, begun.plusSeconds(600), "INC-0000" + minute));
      }
      pass(1);
      if (!forecast.of(ORDERS).forecasts().isEmpty()) {
        foreseen.add(minute);
      }
    }
    assertThat(foreseen).anyMatch(minute -> minute < 30).anyMatch(minute -> minute > 80);
  }

  @Test
  void what_a_person_prevented_is_no_false_alarm_unless_it_came_all_the_same() {
    for (int minute : new int[]{4, 5, 59, 60}) {
      world.value(ORDERS, "queue", START.plusSeconds(60L * minute), minute < 50 ? 60 : 6000);
    }
    pass(6);
    world.prevented.add(
        new PreventedFault(ORDERS, world.clock.instant(), world.clock.instant().plusSeconds(300), "INC-000003",
            "li.na"));
    pass(40);
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).singleElement()
        .returns(null, Alarm::cameTrue).returns(true, Alarm::prevented).returns("INC-000003", Alarm::incident);
    pass(15);
    Instant second = world.clock.instant();
    world.prevented.add(new PreventedFault(ORDERS, second, second.plusSeconds(30), "INC-000004", "li.na"));
    world.faults.add(new PastFault(ORDERS, second.plusSeconds(60), null, "INC-000007"));
    pass(3);
    assertThat(world.alarms.page(ORDERS, Long.MAX_VALUE, 10)).first()
        .returns(true, Alarm::cameTrue).returns(false, Alarm::prevented).returns("INC-000007", Alarm::incident);
    assertThat(world.alarms.records().values()).singleElement()
        .returns(1L, TrackRecord::prevented).returns(0L, TrackRecord::didNot).returns(0L, TrackRecord::open)
        .returns(1.0, TrackRecord::precision);
  }

  private void pass(int minutes) {
    for (int i = 0; i < minutes; i++) {
      world.clock.advance(Duration.ofMinutes(1));
      forecast.look();
    }
  }
}
