package io.faultdesk.prediction;

import static io.faultdesk.prediction.Forecasts.ORDERS;
import static io.faultdesk.prediction.Forecasts.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faultdesk.incident.PastFault;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.prediction.Past.Remembered;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server remembers of its services, as units to learn from. */
class PastTest {

  private static final ServiceName STOCK = ServiceName.of("stock");
  private static final ServiceName MAIL = ServiceName.of("mail");

  @TempDir private Path folder;
  private Forecasts world;

  @BeforeEach
  void open() {
    world = Forecasts.of(folder);
  }

  @Test
  void scores_are_those_that_the_services_get_live() throws Exception {
    world.quiet(ORDERS, 400);
    IntStream.range(250, 255)
        .forEach(minute -> world.value(ORDERS, "queue", START.plusSeconds(60L * minute), 20 + minute));
    fault(ORDERS, 250, 260, 1);
    fault(ORDERS, 300, 310, 2);
    world.clock.advance(Duration.ofMinutes(401));
    FaultModel model = looksAt(Map.of("robust.max.last", 2.0, "plain.mean.mean", 1.0, "faults.count", 0.7));

    UnitHistory unit = world.past().read(1, share -> {}).all().units().getFirst();
    Scored trained = Scored.of(model, unit);

    int usual = 460 / 4;
    SortedMap<Instant, Map<String, Double>> learnt =
        world.rows(ORDERS, new TimeRange(START.minusSeconds(3600), START.plusSeconds(60L * (usual - 60))));
    Usual known = Usual.of(learnt, List.of(), 30, START).orElseThrow();
    assertThat(unit.indicators()).isEqualTo(known.indicators());
    Outlook outlook = new Outlook(
        ORDERS, new InForce("faults", "v", model, START, null, null), known, START.plusSeconds(60L * (usual - 60)));
    for (int row = 0; row < trained.times().length; row++) {
      Instant now = Instant.ofEpochSecond(60 * (trained.times()[row] + 1));
      List<Instant> begun = world.faults.stream().map(PastFault::begunAt).filter(each -> each.isBefore(now)).toList();
      double live = outlook.score(now, world.board(), begun);
      assertThat(trained.scores()[row]).as("minute %d", row).isCloseTo(live, within(1e-12));
    }
    assertThat(trained.labels()).as("the last minutes are not known yet").endsWith(Double.NaN);
    assertThat(IntStream.range(0, trained.labels().length).filter(row -> trained.labels()[row] == 1).count())
        .as("twenty minutes before each of two faults").isEqualTo(40);
  }

  @Test
  void minutes_without_samples_are_rows_and_faults_are_not_usual() throws Exception {
    world.quiet(ORDERS, 400);
    world.value(ORDERS, "queue", START.plusSeconds(60L * 420), 12);
    fault(ORDERS, -40, -30, 1);
    world.clock.advance(Duration.ofMinutes(430));

    UnitHistory unit = world.past().read(1, share -> {}).all().units().getFirst();

    assertThat(unit.times()).hasSize(481);
    assertThat(unit.times()[480] - unit.times()[0]).isEqualTo(480);
    assertThat(unit.values()[470]).containsOnly(Double.NaN);
    assertThat(unit.normal()).as("a quarter, less the fault and what is looked back on, before and after")
        .hasNumberOfRows(120 - 40);
    assertThat(unit.truth()).isInstanceOfSatisfying(Truth.Recorded.class, truth -> {
      assertThat(truth.begins()).containsExactly(20);
      assertThat(truth.from()).isEqualTo(120);
    });
  }

  @Test
  void services_with_other_indicators_are_learnt_from_together_and_the_newest_time_is_kept_out() throws Exception {
    world.days(ORDERS, "queue", 3);
    world.days(STOCK, "errors", 3);
    world.days(MAIL, "latency", 0);
    world.clock.advance(Duration.ofDays(2));

    Remembered past = world.past().read(2, share -> {});
    Instant split = START.plus(Duration.ofHours(36));
    DataFolder before = past.until(split);
    Trained trained = Trainer.train(before, new Question(Task.DETECT, null, 1), 2, share -> {});

    assertThat(past.leftOut()).isEmpty();
    assertThat(before.units()).extracting(UnitHistory::name).containsExactly("orders", "stock", "mail");
    assertThat(before.to()).isEqualTo(split.getEpochSecond() / 60 - 1);
    assertThat(trained.model().training().positives()).isPositive();
    List<Scored> newest = past.since(split).stream().map(unit -> Scored.of(trained.model(), unit)).toList();
    assertThat(newest).allSatisfy(
        unit -> assertThat(unit.times()[0]).isEqualTo(split.getEpochSecond() / 60));
    assertThat(Scored.metrics(newest).auc()).isGreaterThan(0.95);
    assertThat(before.digest()).isNotEqualTo(past.all().digest()).isEqualTo(past.until(split).digest());
  }

  @Test
  void what_is_missing_to_learn_from_is_said() throws Exception {
    assertThatThrownBy(() -> world.past().read(2, share -> {}).all())
        .hasMessage(
            "to learn from, minutes of at least one service are needed, enough to say what is usual for it; here are none");

    world.days(ORDERS, "queue", 0);
    world.days(STOCK, "errors", 0);
    world.clock.advance(Duration.ofDays(2));
    DataFolder quiet = world.past().read(2, share -> {}).all();
    assertThatThrownBy(() -> Trainer.train(quiet, new Question(Task.DETECT, null, 1), 2, share -> {}))
        .hasMessage(
            "to learn from, rows with a fault are needed in at least two units, or at two times of one; here they are in 0");
  }

  @Test
  void only_so_many_minutes_are_held_and_those_with_faults_come_first() throws Exception {
    for (String name : new String[]{"a", "b", "c", "d", "e", "f"}) {
      world.quiet(ServiceName.of(name), 400);
    }
    world.quiet(ServiceName.of("deaf"), 400);
    fault(ServiceName.of("e"), 250, 260, 1);
    world.clock.advance(Duration.ofMinutes(401));

    Remembered past = world.past().read(138, share -> {});

    assertThat(past.units()).as("200,000 minutes at most, and none of whoever opted out")
        .extracting(UnitHistory::name).containsExactly("e", "a", "b");
    assertThat(past.leftOut()).containsExactly("c", "d", "f");
  }

  @Test
  void units_that_are_looked_at_by_single_indicators_must_have_the_same() {
    UnitHistory one = new UnitHistory(
        "one", List.of("a"), new long[]{1, 2}, new double[2][1], new double[0][],
        new Truth.Faulty(new boolean[]{false, true}));
    UnitHistory other = new UnitHistory(
        "other", List.of("b"), one.times(), one.values(), one.normal(), one.truth());
    assertThatThrownBy(
        () -> Trainer.train(new DataFolder(List.of(one, other), ""), new Question(Task.DETECT, null, 1), share -> {}))
        .hasMessageContaining("all units must have the same");
  }

  private void fault(ServiceName service, int begin, int end, int number) {
    world.faults.add(
        new PastFault(service, START.plusSeconds(60L * begin), START.plusSeconds(60L * end),
            "INC-%06d".formatted(number)));
  }

  private static FaultModel looksAt(Map<String, Double> weights) {
    FaultModel plain = Forecasts.model(8);
    assertThat(plain.schema().names()).containsAll(weights.keySet());
    List<FaultModel.Feature> features = plain.schema().names().stream()
        .map(name -> new FaultModel.Feature(name, 0, 1, weights.getOrDefault(name, 0.0))).toList();
    return new FaultModel(
        plain.format(), plain.task(), plain.horizon(), plain.schema(), features, plain.bias(), plain.threshold(),
        plain.lambda(), plain.training(), plain.metrics(), plain.unitMetrics());
  }
}
