package io.faultdesk.detection;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.detection}.
 *
 * @param threads how many services are judged at the same time
 * @param spacing the least time between two judgments of one service whose samples keep coming
 * @param idle how often a service is judged from which nothing comes
 * @param batch how many alerts of one service are taken in one transaction
 * @param changesBefore how long before an incident opens a change of its service is worth to be shown on its timeline
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.detection", ignoreUnknownFields = false)
record DetectionSettings(
    @DefaultValue("4") @Min(1) @Max(64) int threads,
    @DefaultValue("1s") Duration spacing,
    @DefaultValue("10s") Duration idle,
    @DefaultValue("50") @Min(1) @Max(1000) int batch,
    @DefaultValue("24h") Duration changesBefore) {}
