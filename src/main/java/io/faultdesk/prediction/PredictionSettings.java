package io.faultdesk.prediction;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.prediction}.
 *
 * @param dir the folder with the models; where it is absent or empty at the start, the packaged copies serve
 * @param model name of the model that is in force, without {@code .json}
 * @param look how often the folder is looked at for changes
 * @param every how often services are scored
 * @param learnFrom of how much time at least a service must have rows before it is known what is usual for it
 * @param usual over how much time that is learnt
 * @param optOut services of which nothing is foreseen
 * @param keepModels how many models that were in force are kept, and as many that never were
 * @param keepAlarms how long it is kept what models expected, and whether it came
 * @param trainRows how many minutes, counted per service, a training on the server's own past holds in memory
 * @param trendEvery how often trends are computed
 * @param trendSpan the time through which a line is drawn at most
 * @param trendPast how far back is looked for the same rise, which then is usual
 * @param trendHorizon the longest time until a limit that is told
 * @param trendSeries how many indicators, counted per service, get a trend
 * @param drift when a model counts as one of other data
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.prediction", ignoreUnknownFields = false)
record PredictionSettings(
    @DefaultValue("./ml-models") Path dir,
    @NotBlank @DefaultValue("faults") String model,
    @DurationMin(millis = 100) @DefaultValue("2s") Duration look,
    @DurationMin(millis = 100) @DefaultValue("10s") Duration every,
    @DurationMin(minutes = 5) @DefaultValue("30m") Duration learnFrom,
    @DurationMin(hours = 1) @DefaultValue("7d") Duration usual,
    @DefaultValue Set<String> optOut,
    @DefaultValue("20") @Min(2) @Max(1000) int keepModels,
    @DurationMin(days = 1) @DefaultValue("365d") Duration keepAlarms,
    @Min(50_000) @Max(10_000_000) @DefaultValue("200000") int trainRows,
    @DurationMin(seconds = 1) @DefaultValue("2m") Duration trendEvery,
    @DurationMin(hours = 1) @DurationMax(days = 30) @DefaultValue("6h") Duration trendSpan,
    @DurationMin(hours = 1) @DurationMax(days = 30) @DefaultValue("4d") Duration trendPast,
    @DurationMin(hours = 1) @DefaultValue("30d") Duration trendHorizon,
    @Min(1) @Max(10_000) @DefaultValue("1000") int trendSeries,
    @Valid @DefaultValue DriftSettings drift) {

  private static final int POINTS = 120;

  /** The steps that the span is cut into: whole minutes, at most 120. */
  Duration trendStep() {
    return Duration.ofMinutes(Math.ceilDiv(trendSpan.toMinutes(), POINTS));
  }
}
