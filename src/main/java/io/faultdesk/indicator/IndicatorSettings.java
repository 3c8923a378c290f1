package io.faultdesk.indicator;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.indicator}.
 *
 * @param maxSamples how many samples of one indicator are kept as they came before the older ones are condensed
 * @param maxSeries how many indicators, counted per service, are taken
 * @param storeEvery how often what is new is stored; with the storing itself no more than five seconds are to be at risk
 * @param keepHistory how long the figures of each minute are kept
 * @param keepSamples how long the samples themselves are kept for replays; those that a window needs are in any case
 * @param forgetAfter how long an indicator that fell silent is still remembered
 * @param maxPoints how many points one answer of the history may have
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.indicator", ignoreUnknownFields = false)
record IndicatorSettings(
    @Min(64) @Max(IndicatorWindows.MAX_CAPACITY) @DefaultValue("4096") int maxSamples,
    @Min(1) @DefaultValue("10000") int maxSeries,
    @DurationMin(millis = 100) @DefaultValue("4s") Duration storeEvery,
    @DurationMin(hours = 1) @DefaultValue("30d") Duration keepHistory,
    @DurationMin(hours = 0) @DefaultValue("8d") Duration keepSamples,
    @DurationMin(minutes = 10) @DefaultValue("1d") Duration forgetAfter,
    @Min(1) @DefaultValue("2000") int maxPoints) {}
