package io.faultdesk.prediction;

import static io.faultdesk.prediction.Forecasts.ORDERS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faultdesk.prediction.Training.State;
import io.faultdesk.shared.ServiceName;
import java.nio.file.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/** Trainings as jobs of the server: what comes of them, and what is decided on their models. */
class TrainingDeskTest {

  private static final TrainingRequest DETECT = new TrainingRequest("night", "detect", null, 2, null);

  @TempDir private Path folder;
  private Forecasts world;
  private ModelStore store;
  private TrainingDesk desk;

  @BeforeEach
  void open() throws IOException {
    // a folder with anything in it keeps the shipped model out
    Files.writeString(folder.resolve("none.json"), "{}");
    world = Forecasts.of(folder);
    store = world.store();
    desk = world.desk(new SelfTraining(world.past()), store);
  }

  @AfterEach
  void close() {
    desk.destroy();
  }

  @Test
  void a_model_of_the_servers_own_past_is_kept_with_its_card_and_not_in_force() {
    troubles();
    Training training = over(desk.take(DETECT, "chen.jie").orElseThrow().id());

    assertThat(training.state()).as(training.detail()).isEqualTo(State.DONE);
    String version = requireNonNull(training.version());
    assertThat(store.inForce()).isNull();
    assertThat(world.versions.list()).singleElement().satisfies(kept -> {
      assertThat(kept.version()).isEqualTo(version);
      assertThat(kept.turn()).isNull();
    });
    assertThat(world.versions.cards(version)).contains("night.md", "night.roc.svg");
    assertThat(world.versions.card(version, "night.md").orElseThrow()).startsWith("# night")
        .contains("(night.roc.svg)");
    assertThat(world.events).containsExactly(new TrainingFinished(training.id(), true, ""));
    assertThat(store.activate(version, "chen.jie")).isInstanceOf(ModelStore.Activation.Done.class);
    assertThat(requireNonNull(store.inForce()).name()).isEqualTo("night");
  }

  @Test
  void a_challenger_is_compared_with_the_champion_on_the_newest_time_and_activated_by_who_decided() {
    Forecasts.write(Forecasts.model(8), folder);
    store.look();
    String champion = requireNonNull(store.inForce()).version();
    troubles();
    desk.challenge("7", "timer");
    Training training = over("7");

    assertThat(training.state()).as(training.detail()).isEqualTo(State.DONE);
    assertThat(training.request().horizon()).as("the champion's").isEqualTo("20m");
    Comparison comparison = desk.comparison("7").orElseThrow();
    assertThat(comparison.challenger().version()).isEqualTo(training.version());
    assertThat(requireNonNull(comparison.champion()).version()).isEqualTo(champion);
    assertThat(comparison.from()).isEqualTo(comparison.to().minus(Duration.ofHours(12)));
    assertThat(comparison.faults()).isEqualTo(6);
    assertThat(comparison.challenger().figures()).containsKeys("auc", "averagePrecision", "brier",
        "recallWithinBudget", "recallAtThreshold", "falseAlarmsAtThreshold");
    assertThat(comparison.budget()).isEqualTo(1);
    assertThat(comparison.notes()).contains("With 6 faults these figures say little.");
    String card = world.versions.card(String.valueOf(training.version()), "faults.md").orElseThrow();
    assertThat(card).contains("## Beside the model in force", "| this model | faults (" + champion + ") |",
        "| share of faults found with at most 1 false alarm(s) a day and service |",
        "| share of faults found at its own threshold |");

    desk.decide("7", true, "li.na", "better");
    assertThat(requireNonNull(store.inForce())).satisfies(now -> {
      assertThat(now.version()).isEqualTo(training.version());
      assertThat(now.by()).isEqualTo("li.na");
    });
    assertThat(requireNonNull(world.trainings().find("7").orElseThrow().decision()))
        .isEqualTo(new Training.Decision("activated", "li.na", world.clock.instant(), "better"));
    desk.decide("7", false, "chen.jie", "too late");
    assertThat(requireNonNull(world.trainings().find("7").orElseThrow().decision()).by()).isEqualTo("li.na");
  }

  @Test
  void a_discarded_challenger_leaves_the_champion_in_force() {
    troubles();
    desk.challenge("7", "timer");
    over("7");
    assertThat(desk.comparison("7").orElseThrow().notes()).contains("No model is in force.");
    desk.decide("7", false, "li.na", "too many false alarms");
    assertThat(store.inForce()).isNull();
    assertThat(requireNonNull(world.trainings().list(9).getFirst().decision()).why())
        .isEqualTo("too many false alarms");
  }

  @Test
  void what_is_missing_to_learn_from_is_no_failure() {
    world.quiet(ORDERS, 400);
    world.clock.advance(Duration.ofMinutes(401));
    Training training = over(desk.take(DETECT, "chen.jie").orElseThrow().id());
    assertThat(training.state()).isEqualTo(State.REFUSED);
    assertThat(training.detail()).startsWith("to learn from, rows with a fault are needed");
    assertThat(world.events).singleElement()
        .isInstanceOfSatisfying(TrainingFinished.class, finished -> assertThat(finished.trained()).isFalse());
  }

  @Test
  void what_ran_when_the_server_stopped_is_told_to_have_failed_at_its_next_start() {
    desk.destroy();
    desk = world.desk(new Slow(world.past()), store);
    desk.challenge("7", "timer");
    desk.destroy();
    assertThat(world.trainings().find("7").orElseThrow().state()).isEqualTo(State.RUNNING);
    assertThat(world.events).isEmpty();

    desk = world.desk(new SelfTraining(world.past()), store);
    desk.endWhatWasLeftBehind();
    desk.endWhatWasLeftBehind();
    assertThat(world.events).containsExactly(new TrainingFinished("7", false, "The server stopped while it ran."));
  }

  @Test
  void only_so_many_wait_and_one_that_is_given_up_makes_room() {
    desk.destroy();
    desk = world.desk(new Slow(world.past()), store);
    desk.challenge("7", "timer");
    assertThat(desk.take(DETECT, "a")).isPresent();
    assertThat(desk.take(DETECT, "a")).isPresent();
    assertThat(desk.take(DETECT, "a")).isEmpty();
    desk.giveUp("7", "timer", "It took too long.");
    assertThat(world.trainings().find("7").orElseThrow().detail()).isEqualTo("It took too long.");
    assertThat(desk.take(DETECT, "a")).isPresent();
    assertThat(world.events).as("whoever gives up knows").isEmpty();
  }

  @Test
  void a_challenger_is_kept_with_its_card_until_somebody_has_decided() {
    troubles();
    desk.challenge("7", "timer");
    String version = requireNonNull(over("7").version());
    others(3, 0);
    assertThat(desk.obstacle("7")).isEmpty();
    assertThat(world.versions.cards(version)).contains("faults.md");
    desk.decide("7", false, "li.na", "no");
    others(3, 3);
    assertThat(world.versions.file(version)).isEmpty();
    assertThat(desk.obstacle("7")).contains("The model " + version + " is not kept any more.");
  }

  @Test
  void of_a_training_that_is_not_known_nothing_is_left_to_decide() {
    assertThat(desk.obstacle("gone")).contains("The training of this model is not kept any more.");
    desk.decide("gone", false, "li.na", "no");
    desk.decide("gone", true, "li.na", "");
    desk.giveUp("gone", "li.na", "It took too long.");
    assertThat(store.inForce()).isNull();
  }

  /** Models that never were in force, newer than all before. */
  private void others(int count, int from) {
    for (int i = from; i < from + count; i++) {
      world.clock.advance(Duration.ofSeconds(1));
      world.versions.keep(new ModelFile("made up", "other", "{" + i), Map.of(), world.clock.instant());
    }
  }

  private void troubles() {
    world.days(ORDERS, "queue", 3);
    world.days(ServiceName.of("stock"), "errors", 3);
    world.clock.advance(Duration.ofDays(2).plusMinutes(1));
  }

  private Training over(String id) {
    return await().atMost(Duration.ofSeconds(60)).until(
        () -> world.trainings().find(id).orElseThrow(), training -> training.state() != State.RUNNING);
  }

  /** One that comes to no end by itself. */
  private static final class Slow extends SelfTraining {

    Slow(Past past) {
      super(past);
    }

    @Override
    Result train(TrainingRequest request, int threads, DoubleConsumer progress) throws InterruptedException {
      new CountDownLatch(1).await();
      throw new IllegalStateException();
    }

    @Override
    Result challenge(
        TrainingRequest request, ModelStore.@Nullable InForce champion, int threads, DoubleConsumer progress)
        throws InterruptedException {
      return train(request, threads, progress);
    }
  }
}
