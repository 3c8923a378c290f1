package io.faultdesk.prediction;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The block {@code faultdesk.prediction.drift}.
 *
 * @param limit the stability index above which scores or features count as drifted
 * @param period over how much time they are looked at
 * @param rows how many rows of services are needed before anything is said
 */
record DriftSettings(
    @DecimalMin("0.01") @DefaultValue("0.25") double limit,
    @DurationMin(days = 1) @DurationMax(days = 30) @DefaultValue("7d") Duration period,
    @Min(100) @DefaultValue("5000") long rows) {}
