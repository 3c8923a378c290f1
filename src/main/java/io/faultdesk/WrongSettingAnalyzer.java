package io.faultdesk;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Says in plain words which setting kept the server from starting, where it stands and why it is wrong. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class WrongSettingAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

  private final Environment environment;

  WrongSettingAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, RuntimeException cause) {
    String file = environment.getProperty("FAULTDESK_CONFIG", "./faultdesk.yaml");
    WrongSetting unknown = findCause(root, WrongSetting.class);
    if (unknown != null) {
      return new FailureAnalysis(unknown.getMessage(), "Correct the name or take it out.", unknown);
    }
    IllegalArgumentException refused = findCause(root, IllegalArgumentException.class);
    boolean ours = findCause(root, ConfigurationPropertiesBindException.class) != null
        && refused != null
        && String.valueOf(refused.getMessage()).startsWith("faultdesk.");
    return ours
        ? new FailureAnalysis(file + ": " + refused.getMessage(), "Correct it in " + file + " and start again.",
            refused)
        : null;
  }
}
