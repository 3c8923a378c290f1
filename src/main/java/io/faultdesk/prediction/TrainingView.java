package io.faultdesk.prediction;

import io.faultdesk.prediction.Training.Decision;
import io.faultdesk.prediction.Training.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training as it is shown.
 *
 * @param progress from 0 to 1
 * @param detail why there is no model
 * @param version of the model
 * @param metrics of the model, on units that were kept out
 * @param files the model's card and its pictures
 */
record TrainingView(
    String id,
    State state,
    double progress,
    @Nullable String name,
    @Nullable String task,
    @Nullable String horizon,
    @Nullable Integer days,
    @Nullable Double falseAlarms,
    boolean challenge,
    String askedBy,
    Instant askedAt,
    @Nullable Instant endedAt,
    @Nullable String detail,
    @Nullable String version,
    @Nullable Map<String, Double> metrics,
    @Nullable List<String> files,
    @Nullable Comparison comparison,
    @Nullable Decision decision) {

  static TrainingView of(
      Training training, double progress, @Nullable Map<String, Double> metrics, @Nullable List<String> files) {
    TrainingRequest request = training.request();
    return new TrainingView(
        training.id(), training.state(), progress, request.name(), request.task(), request.horizon(), request.days(),
        request.falseAlarms(), training.challenge(), training.askedBy(), training.askedAt(), training.endedAt(),
        training.detail(), training.version(), metrics, files, training.comparison(), training.decision());
  }
}
