package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faultdesk.incident.IncidentSettings.Deadlines;
import io.faultdesk.incident.IncidentSettings.Due;
import io.faultdesk.incident.IncidentView.State;
import io.faultdesk.incident.Opening.Observation;
import io.faultdesk.shared.Category;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentTransitionsTest {

  private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

  private static final Map<String, Consumer<Incident>> TRANSITIONS =
      Map.ofEntries(
          Map.entry("acknowledge", incident -> incident.acknowledge("li.na", null, NOW)),
          Map.entry("resolve", incident -> incident.resolve("system", "recovered", NOW)),
          Map.entry("deny", incident -> incident.deny("li.na", "test", NOW)),
          Map.entry("false-alarm", incident -> incident.close(ClosureReason.FALSE_ALARM, "li.na", "test", NOW)),
          Map.entry("recovered", incident -> incident.close(ClosureReason.RECOVERED, "system", "", NOW)),
          Map.entry("cleared", incident -> incident.close(ClosureReason.CLEARED, "li.na", "", NOW)),
          Map.entry("cancelled", incident -> incident.close(ClosureReason.CANCELLED, "admin", "", NOW)),
          Map.entry("merge", incident -> incident.mergeInto(incident(2), "li.na", NOW)),
          Map.entry("enter", incident -> incident.enter(Phase.REPAIR, NOW)),
          Map.entry("assign", incident -> incident.assign("platform", "li.na", NOW)),
          Map.entry("locate", incident -> incident.locate("crm-db", "disk", "li.na", NOW)),
          Map.entry("note", incident -> incident.note("comment", "li.na", "text", NOW)),
          Map.entry("review",
              incident -> incident.review(new IncidentView.Review("cause", "lesson", true, "li.na", NOW))));

  @ParameterizedTest(name = "{1} when {0}: {2}")
  @CsvSource({
    "open,         acknowledge, acknowledged",
    "open,         resolve,     resolved",
    "open,         deny,        closed",
    "open,         false-alarm, closed",
    "open,         recovered,   closed",
    "open,         cleared,     closed",
    "open,         cancelled,   closed",
    "open,         merge,       closed",
    "open,         enter,       open",
    "open,         assign,      open",
    "open,         locate,      open",
    "open,         note,        open",
    "open,         review,      open",
    "acknowledged, acknowledge, acknowledged",
    "acknowledged, resolve,     resolved",
    "acknowledged, deny,        closed",
    "acknowledged, false-alarm, closed",
    "acknowledged, recovered,   closed",
    "acknowledged, cleared,     closed",
    "acknowledged, cancelled,   closed",
    "acknowledged, merge,       closed",
    "acknowledged, enter,       acknowledged",
    "acknowledged, assign,      acknowledged",
    "acknowledged, locate,      acknowledged",
    "acknowledged, note,        acknowledged",
    "acknowledged, review,      acknowledged",
    "resolved,     recovered,   closed",
    "resolved,     cleared,     closed",
    "resolved,     cancelled,   closed",
    "resolved,     enter,       resolved",
    "resolved,     assign,      resolved",
    "resolved,     locate,      resolved",
    "resolved,     note,        resolved",
    "resolved,     review,      resolved",
    "closed,       false-alarm, closed",
    "closed,       recovered,   closed",
    "closed,       cleared,     closed",
    "closed,       cancelled,   closed",
    "closed,       note,        closed",
    "closed,       review,      closed"
  })
  void allowed(String before, String transition, String after) {
    Incident incident = in(before);
    TRANSITIONS.get(transition).accept(incident);
    assertThat(state(incident)).isEqualTo(after);
  }

  @ParameterizedTest(name = "{1} when {0}")
  @CsvSource({
    "resolved, acknowledge, close",
    "resolved, resolve,     close",
    "resolved, deny,        close",
    "resolved, false-alarm, close",
    "resolved, merge,       close",
    "closed,   acknowledge, ''",
    "closed,   resolve,     ''",
    "closed,   deny,        ''",
    "closed,   merge,       ''",
    "closed,   enter,       ''",
    "closed,   assign,      ''",
    "closed,   locate,      ''"
  })
  void forbidden(String before, String transition, String allowed) {
    Incident incident = in(before);
    incident.takeWritten();
    incident.takeEvents();
    var forbidden = catchThrowableOfType(TransitionForbidden.class, () -> TRANSITIONS.get(transition).accept(incident));
    assertThat(forbidden).hasMessageStartingWith("INC-000001 is " + before);
    assertThat(String.join(" ", forbidden.allowed())).isEqualTo(allowed);
    assertThat(state(incident)).isEqualTo(before);
    assertThat(incident.takeWritten()).as("written in spite of it").isEmpty();
    assertThat(incident.takeEvents()).as("told in spite of it").isEmpty();
  }

  private static Incident in(String state) {
    Incident incident = incident(1);
    switch (state) {
      case "acknowledged" -> incident.acknowledge("li.na", null, NOW);
      case "resolved" -> incident.resolve("system", "recovered", NOW);
      case "closed" -> incident.close(ClosureReason.CANCELLED, "admin", "", NOW);
      default -> assertThat(state).isEqualTo(State.OPEN.word());
    }
    return incident;
  }

  private static Incident incident(long id) {
    var observed = new Observation("key", FindingSource.RULE, "rule", null, null, "because", Map.of(), NOW, null);
    var opening =
        new Opening("key", "system", "title", null, Category.OTHER, null, null, null, Map.of(), List.of(), observed);
    return new Incident(id, opening, 3, new Deadlines(new Due(NOW, NOW), new Due(NOW, NOW)), null, NOW, NOW);
  }

  private static String state(Incident incident) {
    return incident.view(List.of(), List.of()).state().word();
  }
}
