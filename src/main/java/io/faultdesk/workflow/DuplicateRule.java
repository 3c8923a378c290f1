package io.faultdesk.workflow;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentView;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An incident can only be the duplicate of another one that exists and is still worked on. */
final class DuplicateRule {

  private final Supplier<IncidentDesk> desk;

  DuplicateRule(Supplier<IncidentDesk> desk) {
    this.desk = desk;
  }

  /** What is wrong with the incident that the answers name, if they name one. */
  Optional<String> complaint(String number, Map<String, @Nullable Object> answers) {
    return answers.get(ProcessVariables.DUPLICATE_OF) instanceof String original && !original.isBlank()
        ? fault(number, original).map(fault -> "Field \"" + ProcessVariables.DUPLICATE_OF + "\" " + fault + ".")
        : Optional.empty();
  }

  private Optional<String> fault(String number, String original) {
    if (original.equals(number)) {
      return Optional.of("must name another incident than this one");
    }
    Optional<IncidentView> found = desk.get().find(original);
    if (found.isEmpty()) {
      return Optional.of("names no incident: there is no " + original);
    }
    if (found.get().foreseen() && !desk.get().find(number).map(IncidentView::foreseen).orElse(false)) {
      return Optional.of("names " + original + ", which is only a forecast");
    }
    IncidentView.State state = found.get().state();
    return state == IncidentView.State.OPEN || state == IncidentView.State.ACKNOWLEDGED
        ? Optional.empty()
        : Optional.of("names " + original + ", which is " + state.word() + " already");
  }
}
