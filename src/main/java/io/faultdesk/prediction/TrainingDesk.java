package io.faultdesk.prediction;

import static java.util.Objects.requireNonNull;

import io.faultdesk.prediction.ModelStore.Activation;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.prediction.SelfTraining.Result;
import io.faultdesk.prediction.Training.Decision;
import io.faultdesk.prediction.Training.State;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes trainings on the server's own past, lets one after the other run on half of the processors, and keeps what came of them and what was
 * decided on their models.
 */
@Component
public class TrainingDesk implements DisposableBean {

  /** How many may run or wait that somebody asked for. */
  static final int MOST_AT_ONCE = 3;

  private static final Logger log = LoggerFactory.getLogger(TrainingDesk.class);
  /** What a challenger foresees where no model is in force. */
  private static final String HORIZON = "15m";

  private final SelfTraining school;
  private final Trainings trainings;
  private final ModelStore store;
  private final ModelVersions versions;
  private final PredictionSettings settings;
  private final ApplicationEventPublisher events;
  private final TransactionOperations transaction;
  private final Clock clock;
  private final Map<String, Run> runs = new ConcurrentHashMap<>();
  private final ExecutorService runner = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("training").daemon().priority(Thread.MIN_PRIORITY).factory());
  private volatile boolean stopping;

  TrainingDesk(
      SelfTraining school,
      Trainings trainings,
      ModelStore store,
      ModelVersions versions,
      PredictionSettings settings,
      ApplicationEventPublisher events,
      TransactionOperations transaction,
      Clock clock) {
    this.school = school;
    this.trainings = trainings;
    this.store = store;
    this.versions = versions;
    this.settings = settings;
    this.events = events;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Takes a training; nothing where too many run or wait already. */
  synchronized Optional<Training> take(TrainingRequest request, String by) {
    return runs.size() >= MOST_AT_ONCE ? Optional.empty()
        : Optional.of(enter(UUID.randomUUID().toString(), request.whole(), false, by));
  }

  /**
   * Has a challenger of the model in force trained, which answers the same question; with the transaction on its way. It is over
   * with a {@link TrainingFinished}, which does not come before that transaction's end.
   *
   * @param id of the training
   */
  @Transactional
  public void challenge(String id, String by) {
    InForce champion = store.inForce();
    FaultModel model = champion == null ? null : champion.model();
    Task task = model == null ? Task.PREDICT : model.task();
    String horizon = task == Task.DETECT ? null
        : model == null || model.horizon() == null ? HORIZON : model.horizon().toString();
    enter(id, new TrainingRequest(
        champion == null ? settings.model() : champion.name(), TrainingRequest.word(task), horizon, null, null).whole(),
        true, by);
  }

  /** The challenger beside the champion; empty where there is no challenger. */
  public Optional<Comparison> comparison(String id) {
    return trainings.find(id).map(Training::comparison);
  }

  /** Why the challenger cannot be put in force any more, as a sentence; empty where it can. */
  public Optional<String> obstacle(String id) {
    Optional<Training> training = trainings.find(id);
    if (training.isEmpty()) {
      return Optional.of("The training of this model is not kept any more.");
    }
    Optional<ModelFile> file = store.file(String.valueOf(training.get().version()));
    if (file.isEmpty()) {
      return Optional.of("The model " + training.get().version() + " is not kept any more.");
    }
    try {
      file.get().model();
      return Optional.empty();
    } catch (IOException broken) {
      return Optional.of("The model cannot be used any more: " + broken.getMessage() + ".");
    }
  }

  /**
   * Puts the challenger in force, or does not; who decided and why is kept. Nothing is left to decide of a training that is not known.
   *
   * @param why may be empty
   */
  @Transactional
  public void decide(String id, boolean activate, String by, String why) {
    Optional<Training> known = trainings.find(id);
    if (known.isEmpty()) {
      log.warn("There is no training {}: what {} decided on its model changes nothing", id, by);
      return;
    }
    Training training = known.get();
    Decision decision = new Decision(activate ? "activated" : "discarded", by, clock.instant(), why);
    if (!trainings.decide(id, decision) || !activate) {
      return;
    }
    switch (store.activate(String.valueOf(training.version()), by)) {
      case Activation.Done done -> log.info("The challenger {} is in force, by {}", training.version(), by);
      case Activation.Broken broken -> throw new IllegalStateException(broken.why());
      case Activation.Unknown unknown -> throw new IllegalStateException(
          "the model " + training.version() + " is not kept any more");
    }
  }

  /** Ends a training of which nobody waits for the end any more; what has come of it already is discarded. */
  @Transactional
  public void giveUp(String id, String by, String why) {
    trainings.end(id, State.FAILED, why, null, null, clock.instant());
    if (trainings.find(id).filter(training -> training.state() == State.DONE).isPresent()) {
      decide(id, false, by, why);
    }
    Run run = runs.get(id);
    if (run != null && run.job != null) {
      run.job.cancel(true);
      runs.remove(id);
    }
  }

  /** How far that training is, from 0 to 1. */
  double progress(Training training) {
    Run run = runs.get(training.id());
    return training.state() != State.RUNNING ? 1 : run == null ? 0 : run.share;
  }

  /** What ran when the server stopped is over. */
  @EventListener(ApplicationReadyEvent.class)
  void endWhatWasLeftBehind() {
    trainings.running().stream().filter(training -> !runs.containsKey(training.id()))
        .forEach(training -> over(training.id(), State.FAILED, "The server stopped while it ran."));
  }

  /** Gives up what runs or waits; the next start says so of it. */
  @Override
  public void destroy() {
    stopping = true;
    runner.shutdownNow();
    runner.close();
  }

  private Training enter(String id, TrainingRequest request, boolean challenge, String by) {
    return requireNonNull(transaction.execute(status -> {
      Training training = trainings.add(id, request, challenge, by, clock.instant());
      AfterCommit.run(() -> {
        Run run = new Run();
        runs.put(id, run);
        run.job = runner.submit(() -> run(training, run));
      });
      return training;
    }));
  }

  private void run(Training training, Run run) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    try {
      Result result = training.challenge()
          ? school.challenge(training.request(), store.inForce(), threads, share -> run.share = share)
          : school.train(training.request(), threads, share -> run.share = share);
      done(training.id(), result);
    } catch (IllegalArgumentException missing) {
      over(training.id(), State.REFUSED, String.valueOf(missing.getMessage()));
    } catch (InterruptedException stopped) {
      over(training.id(), State.FAILED, "It was stopped.");
    } catch (Throwable failure) { // the outermost edge: the next one must be able to run
      log.warn("The training {} failed", training.id(), failure);
      over(training.id(), State.FAILED, "It failed; the server's log says more.");
    } finally {
      runs.remove(training.id());
    }
  }

  private void done(String id, Result result) {
    transaction.executeWithoutResult(status -> {
      versions.keep(result.file(), result.card(), clock.instant());
      if (trainings.end(id, State.DONE, null, result.file().version(), result.comparison(), clock.instant())) {
        events.publishEvent(new TrainingFinished(id, true, ""));
      }
    });
    log.info("The training {} has made the model {} ({})", id, result.file().name(), result.file().version());
  }

  private void over(String id, State state, String why) {
    if (stopping) {
      return;
    }
    log.info("The training {} has made no model: {}", id, why);
    try {
      transaction.executeWithoutResult(status -> {
        if (trainings.end(id, state, why, null, null, clock.instant())) {
          events.publishEvent(new TrainingFinished(id, false, why));
        }
      });
    } catch (RuntimeException failure) {
      log.error("The end of the training {} cannot be noted before the next start", id, failure);
    }
  }

  /** A training that runs or waits. */
  private static final class Run {

    private volatile double share;
    private volatile @Nullable Future<?> job;
  }
}
