package io.faultdesk.workflow;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.processes}.
 *
 * @param dir the modelers' folder
 * @param poll how often to look whether it has changed
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.processes", ignoreUnknownFields = false)
record WorkflowSettings(
    @NotNull @DefaultValue("./processes") Path dir, @NotNull @DefaultValue("5s") Duration poll) {}
