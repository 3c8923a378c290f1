package io.faultdesk.prediction;

import io.faultdesk.prediction.Alarms.TrackRecord;
import io.faultdesk.prediction.DriftWatch.Judged;
import io.faultdesk.prediction.ModelStore.Activation;
import io.faultdesk.prediction.ModelStore.Candidate;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.prediction.ModelStore.LastError;
import io.faultdesk.prediction.Spreads.Drifted;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the fault models over HTTP, puts one in force, and turns forecasts on and off. */
@RestController
@RequestMapping("/api/v1/models")
class ModelsApi {

  private static final int MOST_TRAININGS = 20;

  private final ModelStore store;
  private final ModelVersions versions;
  private final Alarms alarms;
  private final DriftWatch drift;
  private final ForecastWatch watch;
  private final TrainingsApi trainings;

  ModelsApi(
      ModelStore store, ModelVersions versions, Alarms alarms, DriftWatch drift, ForecastWatch watch,
      TrainingsApi trainings) {
    this.store = store;
    this.versions = versions;
    this.alarms = alarms;
    this.drift = drift;
    this.watch = watch;
    this.trainings = trainings;
  }

  @Operation(
      summary = "Shows the fault model in force, those that lie in the folder or were in force before, and how often each was right")
  @GetMapping
  Models models() {
    Map<String, TrackRecord> records = alarms.records();
    InForce inForce = store.inForce();
    Switched switched = store.switched();
    return new Models(
        switched.mode(),
        switched.since(),
        switched.by(),
        inForce == null ? null
            : Active.of(inForce, records.getOrDefault(inForce.version(), TrackRecord.NONE),
                drift.judged(inForce.version())),
        store.candidates().stream().map(Listed::of).toList(),
        versions.list().stream()
            .map(version -> new Kept(version, records.getOrDefault(version.version(), TrackRecord.NONE))).toList(),
        trainings.latest(MOST_TRAININGS),
        store.lastError());
  }

  /** Puts that model in force until the folder's file changes, across restarts too. */
  @Operation(summary = "Puts a model in force that lies in the folder or was in force before")
  @PostMapping("/{version}/activate")
  ResponseEntity<Object> activate(@PathVariable String version, Principal caller) {
    return switch (store.activate(version, caller.getName())) {
      case Activation.Done done -> {
        watch.score();
        yield ResponseEntity.ok(models());
      }
      case Activation.Broken broken -> problem(HttpStatus.UNPROCESSABLE_ENTITY, "broken-model", broken.why());
      case Activation.Unknown unknown -> problem(HttpStatus.NOT_FOUND, "not-found",
          "No model of version " + version + " lies in the folder or is kept.");
    };
  }

  @Operation(
      summary = "Lets forecasts be told (live), only noted and held against what comes (shadow), or not made at all (off)")
  @PutMapping("/mode")
  Map<String, Mode> mode(@Valid @RequestBody NewMode wanted, Principal caller) {
    store.change(wanted.mode(), caller.getName());
    watch.score();
    return Map.of("mode", wanted.mode());
  }

  private static ResponseEntity<Object> problem(HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }

  /** What forecasts may do from now on. */
  record NewMode(@NotNull Mode mode) {}

  /**
   * All models.
   *
   * @param modeSince when somebody moved the switch last; null where nobody has, like {@code modeBy}
   * @param files what lies in the folder, or is packaged where that is empty
   * @param versions those that were in force, the last one first, and behind them challengers that never were
   * @param trainings on the server's own past, the newest first, with what was decided on their models
   * @param lastError why the folder's newest file is not in force
   */
  record Models(
      Mode mode,
      @Nullable Instant modeSince,
      @Nullable String modeBy,
      @Nullable Active active,
      List<Listed> files,
      List<Kept> versions,
      List<TrainingView> trainings,
      @Nullable LastError lastError) {}

  /**
   * The model in force.
   *
   * @param task {@code detect} or {@code predict}
   * @param horizon how far it looks ahead, such as {@code 15m}; null where it says what is wrong now
   * @param drift how far what it sees is from what it was trained on, and whether its probabilities hold; null in its first hour
   */
  record Active(
      String name,
      String version,
      Instant activeSince,
      @Nullable String activatedBy,
      String task,
      @Nullable Horizon horizon,
      double threshold,
      Map<String, Double> metrics,
      FaultModel.Training training,
      Right right,
      @Nullable Drift drift) {

    static Active of(InForce model, TrackRecord record, @Nullable Judged judged) {
      FaultModel fitted = model.model();
      return new Active(model.name(), model.version(), model.since(), model.by(), fitted.task().word(),
          fitted.horizon(), fitted.threshold(), fitted.metrics(), fitted.training(), Right.of(record),
          judged == null ? null : Drift.of(judged));
    }
  }

  /**
   * What the watch over drift found last.
   *
   * @param rows of the last days that were held against the training; null where they are too few, like both indexes
   * @param scores stability index of what it says
   * @param features that of what it looks at, on average
   * @param moments at which probabilities were held against what came
   * @param expected how many faults they promised
   * @param came how many came
   */
  record Drift(
      Instant at, @Nullable Long rows, @Nullable Double scores, @Nullable Double features, long moments,
      double expected, long came) {

    static Drift of(Judged judged) {
      Drifted drifted = judged.drifted();
      Reckoning reckoning = judged.reckoning();
      return new Drift(judged.at(), drifted == null ? null : drifted.rows(), drifted == null ? null : drifted.score(),
          drifted == null ? null : drifted.features(), reckoning.moments(), reckoning.expected(), reckoning.came());
    }
  }

  /** A file in the folder. */
  record Listed(String name, String version, @Nullable String task, @Nullable Map<String, Double> metrics,
      @Nullable String error) {

    static Listed of(Candidate file) {
      FaultModel model = file.model();
      return new Listed(file.name(), file.version(), model == null ? null : model.task().word(),
          model == null ? null : model.metrics(), file.error());
    }
  }

  /** A model that was in force. */
  record Kept(
      String version, String name, @Nullable Instant activatedAt, @Nullable String activatedBy, Right right) {

    Kept(ModelVersion version, TrackRecord record) {
      this(version.version(), version.name(), version.activatedAt(), version.activatedBy(), Right.of(record));
    }
  }

  /**
   * How often what it expected came.
   *
   * @param prevented of how many nobody will know, because a person did something
   * @param precision null where nothing that it expected is over yet
   */
  record Right(long alarms, long shadow, long cameTrue, long didNot, long prevented, long open,
      @Nullable Double precision) {

    static Right of(TrackRecord record) {
      double precision = record.precision();
      return new Right(record.alarms(), record.shadow(), record.cameTrue(), record.didNot(), record.prevented(),
          record.open(),
          Double.isNaN(precision) ? null : precision);
    }
  }
}
