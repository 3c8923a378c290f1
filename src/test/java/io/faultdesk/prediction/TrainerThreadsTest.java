package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a training takes of the machine. */
class TrainerThreadsTest {

  private static final Question QUESTION = new Question(Task.DETECT, null, 1);

  @Test
  void a_training_runs_on_as_many_threads_as_it_may_and_leaves_the_others_to_the_server() {
    assertThat(threads(1)).hasSize(1).noneMatch(name -> name.contains("commonPool"));
    assertThat(threads(2)).hasSize(2).noneMatch(name -> name.contains("commonPool"));
  }

  @Test
  void as_many_threads_make_the_same_model() {
    assertThat(training(2).join().model()).isEqualTo(training(2).join().model());
  }

  private static Set<String> threads(int allowed) {
    Set<String> fitting = new HashSet<>();
    CompletableFuture<Trained> training = training(allowed);
    while (!training.isDone()) {
      fitting.addAll(fitting());
    }
    assertThat(training.join().model().training().positives()).isPositive();
    return fitting;
  }

  private static CompletableFuture<Trained> training(int threads) {
    CompletableFuture<Trained> training = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> {
      try {
        training.complete(Trainer.train(data(), QUESTION, threads, share -> {}));
      } catch (Throwable failed) {
        training.completeExceptionally(failed);
      }
    });
    return training;
  }

  /** Names of the threads that Smile works on just now. */
  private static List<String> fitting() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> Arrays.stream(each.getValue()).anyMatch(call -> call.getClassName().startsWith("smile.")))
        .map(Map.Entry::getKey).map(Thread::getName).toList();
  }

  /** Four units of a kind, each faulty for a while, which shows a little. */
  private static DataFolder data() {
    Random random = new Random(5);
    return new DataFolder(IntStream.range(0, 4).mapToObj(unit -> unit(unit, random)).toList(), "");
  }

  private static UnitHistory unit(int number, Random random) {
    int rows = 1_000;
    boolean[] faulty = new boolean[rows];
    double[][] values = new double[rows][];
    for (int row = 0; row < rows; row++) {
      faulty[row] = row % 500 > 450;
      double level = faulty[row] ? 0.5 : 0;
      values[row] = random.doubles(4).map(value -> value + level).toArray();
    }
    return new UnitHistory("unit " + number, List.of("a", "b", "c", "d"), LongStream.range(0, rows).toArray(), values,
        new double[0][],
        new Truth.Faulty(faulty));
  }
}
