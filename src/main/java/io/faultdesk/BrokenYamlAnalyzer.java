package io.faultdesk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words where the settings file is no YAML. It needs nothing, because then there is no environment yet. */
class BrokenYamlAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, MarkedYAMLException cause) {
    Mark mark = cause.getProblemMark();
    if (mark == null) {
      return null;
    }
    String file = Objects.requireNonNullElse(System.getenv("FAULTDESK_CONFIG"), "./faultdesk.yaml");
    return new FailureAnalysis(
        "%s, line %d, column %d: %s%n%n%s".formatted(
            file, mark.getLine() + 1, mark.getColumn() + 1, cause.getProblem(), mark.get_snippet()),
        "Correct it in " + file + " and start again; most often it is the indentation, or a text that needs quotes.",
        cause);
  }
}
