package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An incident is only closed as cleared while none of its findings is open, however long the question has been waiting. */
final class ClearedRule {

  private static final String CLEARED = "cleared";

  private final Supplier<IncidentDesk> desk;

  ClearedRule(Supplier<IncidentDesk> desk) {
    this.desk = desk;
  }

  /** What is open again, if the answers say that all is clear. */
  Optional<String> complaint(String number, Map<String, @Nullable Object> answers) {
    if (!CLEARED.equals(answers.get(ProcessVariables.OUTCOME))) {
      return Optional.empty();
    }
    List<String> open = desk.get().stillOpen(number);
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Field \"" + ProcessVariables.OUTCOME + "\" must not be " + CLEARED + ", findings are open again: "
                + String.join("; ", open) + ".");
  }
}
