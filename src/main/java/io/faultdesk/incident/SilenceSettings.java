package io.faultdesk.incident;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The block {@code faultdesk.incident.quiet.silences}.
 *
 * @param longest how long one may last
 * @param mostPercent how much of what is open one may mute, in percent
 * @param keep how long one is kept after its end
 */
record SilenceSettings(
    @DefaultValue("30d") Duration longest,
    @DefaultValue("50") @Min(1) @Max(100) int mostPercent,
    @DefaultValue("90d") Duration keep) {}
