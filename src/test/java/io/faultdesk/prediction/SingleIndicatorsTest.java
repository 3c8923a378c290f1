package io.faultdesk.prediction;

import static io.faultdesk.prediction.Forecasts.ORDERS;
import static io.faultdesk.prediction.Forecasts.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faultdesk.incident.PastFault;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of one service that looks at each of its indicators by itself. */
class SingleIndicatorsTest {

  private static final ServiceName STOCK = ServiceName.of("stock");
  private static final int MINUTES = 1200;

  @TempDir private Path folder;
  private Forecasts world;

  @BeforeEach
  void open() {
    world = Forecasts.of(folder);
    world.quiet(ORDERS, MINUTES);
    // a queue that empties ends in a fault, one that fills does not, and both are as far from usual
    Random random = new Random(5);
    for (int minute = 320; minute < MINUTES - 100; minute += 80) {
      int filling = random.nextInt(2);
      int emptying = minute + 40 * (1 - filling) + random.nextInt(20);
      queue(minute + 40 * filling + random.nextInt(20), 8);
      queue(emptying, -8);
      Instant begun = START.plusSeconds(60L * (emptying + 10));
      world.faults.add(new PastFault(ORDERS, begun, begun.plusSeconds(300), "INC-%06d".formatted(minute)));
    }
    world.clock.advance(Duration.ofMinutes(MINUTES + 1));
  }

  @Test
  void what_was_trained_reads_back_and_tells_the_same_live() throws Exception {
    DataFolder past = world.past().read(1, share -> {}).all();
    Question question = new Question(Task.PREDICT, Horizon.of("10m"), 1, List.of(), List.of(FeatureGroup.values()));

    Trained trained = Trainer.train(past, question, 2, share -> {});

    assertThat(trained.candidates().stream().map(Candidate::groups).distinct()).as("each kind, and each mixture")
        .hasSize(7);
    FaultModel model = FaultModel.parse("it", trained.model().json());
    assertThat(model).isEqualTo(trained.model());
    assertThat(model.schema().groups()).contains(FeatureGroup.INDICATORS);
    assertThat(model.schema().indicators()).containsExactlyInAnyOrder("queue", "errors");
    Scored scored = Scored.of(model, past).getFirst();
    assertThat(Scored.metrics(List.of(scored)).averagePrecision()).isGreaterThan(0.9);
    int normal = past.units().getFirst().times().length - scored.times().length;
    Instant learnt = Instant.ofEpochSecond(60 * (scored.times()[0] - normal));
    Usual usual = Usual.of(world.rows(ORDERS, new TimeRange(learnt, Instant.ofEpochSecond(60 * scored.times()[0]))),
        List.of(), 30, START).orElseThrow();
    Outlook outlook = new Outlook(
        ORDERS, new InForce("faults", "v", model, START, null, null), usual,
        Instant.ofEpochSecond(60 * scored.times()[0]));
    for (int row = 0; row < scored.times().length; row++) {
      Instant now = Instant.ofEpochSecond(60 * (scored.times()[row] + 1));
      List<Instant> begun = world.faults.stream().map(PastFault::begunAt).filter(each -> each.isBefore(now)).toList();
      assertThat(scored.scores()[row]).as("minute %d", row)
          .isCloseTo(outlook.score(now, world.board(), begun), within(1e-12));
    }
  }

  @Test
  void without_them_it_is_not_told_apart_what_is_as_far_from_usual() throws Exception {
    DataFolder past = world.past().read(1, share -> {}).all();

    Trained trained = Trainer.train(past, new Question(Task.PREDICT, Horizon.of("10m"), 1), 2, share -> {});

    assertThat(trained.model().schema().groups()).doesNotContain(FeatureGroup.INDICATORS);
    assertThat(trained.model().metrics().get("averagePrecision")).isLessThan(0.7);
  }

  @Test
  void services_with_other_indicators_cannot_be_learnt_from_together() throws Exception {
    world.days(STOCK, "errors", 3);
    DataFolder past = world.past().read(1, share -> {}).all();
    Question question = new Question(Task.DETECT, null, 1, List.of(), List.of(FeatureGroup.INDICATORS));

    assertThatThrownBy(() -> Trainer.train(past, question, 2, share -> {}))
        .hasMessageContaining("all units must have the same ones");
  }

  private void queue(int minute, int shift) {
    IntStream.range(minute, minute + 10)
        .forEach(each -> world.value(ORDERS, "queue", START.plusSeconds(60L * each), 12 + shift));
  }
}
