package io.faultdesk.detection;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.SignalIntake;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecorderTest {

  private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
  private static final ServiceName ORDERS = ServiceName.of("orders");

  private final DetectionMemory memory = mock();
  private final Recorder recorder =
      new Recorder(mock(IncidentDesk.class), mock(SignalIntake.class), memory, mock(PastClaims.class));
  private final Step step = new Step(ServiceState.EMPTY, List.of(), Map.of());

  @Test
  void holds_are_written_where_they_changed_only() {
    recorder.record(List.of(new Recording(ORDERS, ServiceState.EMPTY, step, false, List.of())), NOW);
    verify(memory, never()).saveHolds(any(), any());
    recorder.record(List.of(new Recording(ORDERS, ServiceState.EMPTY, step, true, List.of())), NOW);
    verify(memory).saveHolds(ORDERS, ServiceState.EMPTY);
  }
}
