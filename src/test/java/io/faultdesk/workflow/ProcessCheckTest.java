package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.shared.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each open incident has exactly one process, and that one moves on. */
class ProcessCheckTest extends EngineTest {

  @Autowired ProcessCheck check;

  @Test
  void an_incident_with_its_process_and_task_is_well() {
    String number = open(2);
    when(desk.openNumbers()).thenReturn(List.of(number));
    assertThat(check.violations()).isEmpty();
  }

  @Test
  void a_job_that_can_run_moves_an_incident_on_as_well() {
    String number = open(2);
    confirm(number);
    complete(number, "locate", java.util.Map.of("component", "crm-db", "cause", "no index"));
    complete(number, "repair", java.util.Map.of("action", "made it", "repaired", true));
    when(desk.openNumbers()).thenReturn(List.of(number));
    assertThat(taskService.createTaskQuery().processInstanceBusinessKey(number).count()).isZero();
    assertThat(check.violations()).isEmpty();
  }

  @Test
  void a_job_that_has_failed_for_good_moves_nothing() {
    String number = open(2);
    confirm(number);
    complete(number, "locate", java.util.Map.of("component", "crm-db", "cause", "no index"));
    complete(number, "repair", java.util.Map.of("action", "made it", "repaired", true));
    when(desk.openNumbers()).thenReturn(List.of(number));
    managementService
        .createJobQuery()
        .processDefinitionKey("recovery")
        .list()
        .forEach(job -> managementService.setJobRetries(job.getId(), 0));
    assertThat(check.violations().get(number)).contains("waits for nobody");
  }

  @Test
  void a_process_without_an_open_incident_is_found() {
    String number = open(2);
    when(desk.openNumbers()).thenReturn(List.of());
    assertThat(check.violations().get(number)).contains("is closed and its process lives on");
  }

  @Test
  void an_incident_without_a_process_becomes_an_incident_once_it_is_seen_twice_and_clears_again() {
    when(desk.openNumbers()).thenReturn(List.of("INC-999999"));
    check.look();
    verify(desk, never()).insist(any());
    check.look();
    isOpen("INC-999999");
    check.look();
    verify(desk, times(1))
        .insist(
            argThat(
                finding -> finding.key().equals("faultdesk/process-check/INC-999999")
                    && finding.because().contains("has 0 processes instead of one")));
    verify(desk, never()).cleared(anyString(), any());
    when(desk.openNumbers()).thenReturn(List.of());
    check.look();
    verify(desk).cleared(eq("faultdesk/process-check/INC-999999"), any());
  }

  @Test
  void what_could_not_be_raised_is_raised_at_the_next_look() {
    when(desk.openNumbers()).thenReturn(List.of("INC-999998"));
    doThrow(new IllegalStateException("lost the race")).doReturn("INC-999999").when(desk).insist(any());
    check.look();
    assertThatThrownBy(check::look).hasMessage("lost the race");
    check.look();
    verify(desk, times(2)).insist(any());
  }

  @Test
  void what_was_raised_before_a_restart_is_cleared_and_what_others_found_is_left_alone() {
    isOpen("INC-999997");
    check.look();
    verify(desk, times(1)).cleared(anyString(), any());
    verify(desk).cleared(eq("faultdesk/process-check/INC-999997"), any());
  }

  private void isOpen(String number) {
    when(desk.openFindings())
        .thenReturn(
            List.of(
                finding("faultdesk/process-check/" + number),
                finding("crm-order/slow-orders")));
  }

  private IncidentDesk.OpenFinding finding(String key) {
    return new IncidentDesk.OpenFinding(key, "faultdesk", FindingSource.RULE, Severity.MAJOR, clock.instant());
  }
}
