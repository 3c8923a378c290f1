package io.faultdesk.rules;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.rules}.
 *
 * @param dir the folder with the rule files; where it is absent or empty at the start, the packaged copies are in force
 * @param look how often the folder is looked at for changes
 * @param limit the processor time that one judgment may take before the rule that took most of it is switched off
 * @param keepVersions how many versions that were in force are kept
 * @param twoPersons whether rules that were never in force need two rule authors to come in force
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.rules", ignoreUnknownFields = false)
record RulesSettings(
    @DefaultValue("./rules") Path dir,
    @DefaultValue("2s") Duration look,
    @DefaultValue("1s") Duration limit,
    @DefaultValue("20") @Min(2) @Max(1000) int keepVersions,
    @DefaultValue("false") boolean twoPersons) {}
