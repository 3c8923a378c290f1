package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk.OpenFinding;
import io.faultdesk.shared.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceStateTest {

  private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");

  @Test
  void an_open_finding_that_the_desk_does_not_know_is_looked_for_anew() {
    assertThat(state("orders/slow", true).agreeingWith(List.of(), NOW).holds()).isEmpty();
  }

  @Test
  void an_open_finding_that_the_desk_knows_stays_as_it_was() {
    ServiceState state = state("orders/slow", true);
    assertThat(state.agreeingWith(List.of(open("orders/slow", FindingSource.RULE)), NOW)).isEqualTo(state);
  }

  @Test
  void a_condition_that_is_still_ripening_stays_as_it_was() {
    ServiceState state = state("orders/slow", false);
    assertThat(state.agreeingWith(List.of(), NOW)).isEqualTo(state);
  }

  @Test
  void the_finding_of_an_alert_is_taken_over_from_the_desk() {
    ServiceState agreed = ServiceState.EMPTY.agreeingWith(List.of(open("orders/alert/a1", FindingSource.ALERT)), NOW);
    assertThat(agreed.holds()).containsOnlyKeys("orders/alert/a1");
    assertThat(agreed.ownHolds()).isEmpty();
  }

  @Test
  void a_finding_that_somebody_else_raised_is_left_to_them() {
    OpenFinding theirs = open("faultdesk/process-check/INC-000001", FindingSource.RULE);
    assertThat(ServiceState.EMPTY.agreeingWith(List.of(theirs), NOW).holds()).isEmpty();
  }

  private static ServiceState state(String key, boolean open) {
    return new ServiceState(Map.of(), Map.of(key, new Hold(NOW, NOW, Duration.ZERO, true, false, open, null, null)));
  }

  private static OpenFinding open(String key, FindingSource source) {
    return new OpenFinding(key, "orders", source, Severity.MAJOR, NOW);
  }
}
