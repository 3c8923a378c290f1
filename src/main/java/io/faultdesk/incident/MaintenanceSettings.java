package io.faultdesk.incident;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The block {@code faultdesk.incident.quiet.maintenance}: how much may be kept quiet for maintenance.
 *
 * @param maxDuration the longest a window may be open at a time
 * @param maxWindows how many windows may be proposed or still to come
 */
record MaintenanceSettings(
    @DurationMin(minutes = 1) @DefaultValue("7d") Duration maxDuration, @Min(1) @DefaultValue("1000") int maxWindows) {}
