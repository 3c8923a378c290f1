package io.faultdesk.workflow;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.retraining}.
 *
 * @param at when the fault model is trained anew, as a cron expression of six parts; never where it is a dash
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.retraining", ignoreUnknownFields = false)
record RetrainingSettings(@NotBlank @DefaultValue("-") String at) {}
