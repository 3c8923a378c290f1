package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Change;
import io.faultdesk.signal.Change.Link;
import io.faultdesk.signal.ChangesReceived;
import io.faultdesk.signal.SignalIntake;
import io.faultdesk.signal.StoredChange;
import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.PlatformTransactionManager;

/** The way of a change to the incidents that are open; that to later ones is tried in the whole application. */
class ChangeTellerTest {

  private static final Instant START = Instant.parse("2026-11-20T18:20:00Z");
  private static final ServiceName ORDERS = ServiceName.of("crm-order");
  private static final StoredChange DEPLOYED =
      new StoredChange(
          7,
          new Change(
              ORDERS, START.minusSeconds(60), "deployed", "pipeline", Map.of("build", "220"),
              List.of(new Link("https://ci", "log"))));

  private final SignalIntake intake = mock(SignalIntake.class);
  private final IncidentDesk desk = mock(IncidentDesk.class);
  private final HandClock clock = new HandClock(START);
  private final ChangeTeller teller =
      new ChangeTeller(
          intake,
          desk,
          mock(PlatformTransactionManager.class),
          new DetectionSettings(2, Duration.ofSeconds(1), Duration.ofSeconds(10), 50, Duration.ofHours(24)),
          clock);

  @Test
  void a_change_is_told_with_all_that_is_known_of_it() {
    when(intake.untoldChanges(any(), anyInt())).thenReturn(List.of(DEPLOYED), List.of());
    teller.tell();

    verify(intake).untoldChanges(START.minusSeconds(1), 100);
    verify(intake).told(DEPLOYED, START);
    verify(desk).changed(
        ORDERS, "pipeline", "deployed\nbuild: 220\nlog: https://ci", START.minusSeconds(60),
        START.minusSeconds(60).plus(Duration.ofHours(24)));
  }

  @Test
  void nobody_asks_again_before_something_has_come() {
    when(intake.untoldChanges(any(), anyInt())).thenReturn(List.of());
    teller.tell();
    teller.tell();
    verify(intake, times(2)).untoldChanges(any(), anyInt());

    teller.on(new ChangesReceived(1));
    teller.tell();
    verify(intake, times(4)).untoldChanges(any(), anyInt());
  }

  @Test
  void one_that_came_just_now_is_told_in_the_next_round() {
    when(intake.untoldChanges(any(), eq(100))).thenReturn(List.of(), List.of(DEPLOYED), List.of());
    when(intake.untoldChanges(any(), eq(1))).thenReturn(List.of(DEPLOYED), List.of());
    teller.tell();
    verify(desk, never()).changed(any(), any(), any(), any(), any());
    teller.tell();
    verify(desk).changed(any(), any(), any(), any(), any());
  }

  @Test
  void what_could_not_be_told_is_tried_again() {
    when(intake.untoldChanges(any(), anyInt())).thenReturn(List.of(DEPLOYED), List.of(DEPLOYED), List.of());
    doThrow(new TransientDataAccessResourceException("away")).doNothing()
        .when(desk).changed(any(), any(), any(), any(), any());

    assertThatThrownBy(teller::tell).isInstanceOf(TransientDataAccessResourceException.class);
    teller.tell();
    verify(desk, times(2)).changed(any(), any(), any(), any(), any());
  }
}
