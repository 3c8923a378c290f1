package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneTest {

  private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");

  private final Lane lane = new Lane(ServiceName.of("orders"), ServiceState.EMPTY);

  @Test
  void what_was_saved_is_saved_until_it_changes() {
    ServiceState slow = holding("orders/slow", false);
    assertThat(lane.unsaved(slow)).isTrue();
    lane.done(slow, 0, 0, NOW, true);
    assertThat(lane.unsaved(slow)).isFalse();
    assertThat(lane.unsaved(ServiceState.EMPTY)).isTrue();
  }

  @Test
  void what_was_not_saved_stays_to_be_saved() {
    ServiceState slow = holding("orders/slow", false);
    lane.done(slow, 0, 0, NOW, false);
    assertThat(lane.unsaved(slow)).isTrue();
    lane.done(ServiceState.EMPTY, 0, 0, NOW, false);
    assertThat(lane.unsaved(ServiceState.EMPTY)).as("back to what is saved").isFalse();
  }

  @Test
  void the_holds_of_alerts_are_not_there_to_be_saved() {
    assertThat(lane.unsaved(holding("orders/alert/a1", true))).isFalse();
  }

  @Test
  void a_lane_lives_as_long_as_the_database_lacks_what_it_knows() {
    lane.done(holding("orders/slow", false), 0, 0, NOW, true);
    lane.done(ServiceState.EMPTY, 0, 0, NOW, false);
    assertThat(lane.retire()).isFalse();
    lane.done(ServiceState.EMPTY, 0, 0, NOW, true);
    assertThat(lane.retire()).isTrue();
  }

  private static ServiceState holding(String key, boolean alert) {
    return new ServiceState(Map.of(),
        Map.of(key, new Hold(NOW, NOW, Duration.ZERO, true, alert, true, Severity.MAJOR, null)));
  }
}
