package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.faultdesk.incident.ClosureReason;
import io.faultdesk.incident.FindingsCleared;
import io.faultdesk.incident.ForecastCameTrue;
import io.faultdesk.incident.IncidentAcknowledged;
import io.faultdesk.incident.IncidentClosed;
import io.faultdesk.incident.IncidentNews;
import io.faultdesk.incident.IncidentResolved;
import io.faultdesk.incident.IncidentView;
import io.faultdesk.incident.Phase;
import io.faultdesk.incident.PriorityChanged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** Each way a forecast can go through its process, and when people hear of it. */
class PreventionPathsTest extends EngineTest {

  @Test
  void what_was_done_against_a_foreseen_fault_closes_the_incident_without_a_review() {
    String number = foresee();
    Task task = task(number, "prevent");
    assertThat(task.getAssignee()).isEqualTo("li.na");
    assertThat(taskService.getVariables(task.getId())).containsEntry("why", "p95 above 800 ms for 3 minutes");
    complete(number, "prevent", Map.of("outcome", "prevented", "action", "moved the batch job 🛠 调整"));

    assertThat(runs(number)).isFalse();
    InOrder order = inOrder(desk);
    order.verify(desk).enter(number, Phase.PREVENTION);
    order.verify(desk).acknowledge(number, "li.na", null);
    order.verify(desk).note(number, "prevented", "li.na", "moved the batch job 🛠 调整");
    order.verify(desk).close(
        eq(number), eq(ClosureReason.RECOVERED), anyString(), eq("moved the batch job 🛠 调整"));
    verify(desk, never()).enter(number, Phase.REVIEW);
    verify(desk, never()).resolved(anyString(), anyString(), anyString());
  }

  @Test
  void a_forecast_that_asks_for_nothing_is_closed_as_a_false_alarm() {
    String number = foresee();
    complete(number, "prevent", Map.of("outcome", "false_alarm"));
    assertThat(runs(number)).isFalse();
    verify(desk).acknowledge(number, "li.na", null);
    verify(desk).note(number, "not-prevented", "li.na", "");
    verify(desk).close(eq(number), eq(ClosureReason.FALSE_ALARM), anyString(), eq(""));
  }

  @Test
  void who_has_done_something_has_to_say_what() {
    String number = foresee();
    assertThatThrownBy(() -> complete(number, "prevent", Map.of("outcome", "prevented")))
        .hasMessage("Field \"action\" is required.");
    task(number, "prevent");
  }

  @Test
  void a_forecast_whose_time_has_passed_closes_by_itself_and_tells_nobody() {
    String number = foresee();
    verify(dispatcher).submit(any());
    publish(new FindingsCleared(number));
    assertThat(runs(number)).isFalse();
    verify(desk).close(
        eq(number), eq(ClosureReason.CLEARED), anyString(), eq("The time passed without a fault."));
    verify(dispatcher, times(1)).submit(any());
  }

  @Test
  void a_forecast_that_has_come_true_is_merged_into_the_incident_of_the_fault() {
    String number = foresee();
    publish(new ForecastCameTrue(number, "INC-900000"));
    assertThat(runs(number)).isFalse();
    verify(desk).merge(eq(number), eq("INC-900000"), anyString());
    verify(desk, never()).close(anyString(), any(), anyString(), anyString());
    verify(desk, never()).declareDuplicate(anyString(), anyString(), anyString());
  }

  @Test
  void a_forecast_whose_process_waits_for_no_fault_is_merged_from_outside() {
    String number = open(3);
    publish(new ForecastCameTrue(number, "INC-900000"));
    verify(desk).declareDuplicate(number, "INC-900000", "system");
  }

  @Test
  void no_clock_of_a_forecast_escalates_and_whatever_its_priority_nobody_reviews_it() {
    String number = foresee();
    publish(new PriorityChanged(number, 1));
    assertThat(task(number, "prevent").getPriority()).isEqualTo(100);
    advance(Duration.ofHours(5));
    verify(desk, never()).escalate(anyString(), anyString(), anyInt());
    complete(number, "prevent", Map.of("outcome", "prevented", "action", "moved the batch job"));
    assertThat(runs(number)).isFalse();
  }

  @Test
  void a_forecast_resolved_over_the_api_is_closed_without_a_review() {
    String number = open(1, "forecast");
    publish(new IncidentResolved(number, "li.na"));
    assertThat(runs(number)).isFalse();
    verify(desk).close(eq(number), eq(ClosureReason.RECOVERED), anyString(), anyString());
  }

  @Test
  void a_forecast_closed_over_the_api_ends_its_process() {
    String number = foresee();
    publish(new IncidentClosed(number, "false_alarm"));
    assertThat(runs(number)).isFalse();
    verify(desk, never()).close(anyString(), any(), anyString(), anyString());
  }

  @Test
  void a_cancelled_forecast_loses_its_task_and_is_closed() {
    String number = foresee();
    runtimeService.createMessageCorrelation("cancel-incident").processInstanceBusinessKey(number).correlateAll();
    assertThat(runs(number)).isFalse();
    verify(desk).close(eq(number), eq(ClosureReason.CANCELLED), anyString(), anyString());
  }

  @Test
  void who_claims_the_task_acknowledges_the_incident() {
    when(roster.pick(anyString())).thenReturn(Optional.empty());
    String number = foresee();
    identityService.setAuthentication("li.na", List.of(TEAM));
    taskService.claim(task(number, "prevent").getId(), "li.na");
    verify(desk).acknowledge(number, "li.na", null);
  }

  @Test
  void a_comment_on_the_task_acknowledges_the_incident() {
    String number = foresee();
    identityService.setAuthentication("li.na", List.of(TEAM));
    taskService.createComment(task(number, "prevent").getId(), null, "I am on it");
    verify(desk).acknowledge(number, "li.na", "I am on it");
  }

  @Test
  void who_acknowledges_over_the_api_gets_the_task_where_it_is_nobodys() {
    when(roster.pick(anyString())).thenReturn(Optional.empty());
    identityService.saveUser(identityService.newUser("zhaomin"));
    String number = foresee();
    publish(new IncidentAcknowledged(number, "zhaomin"));
    assertThat(task(number, "prevent").getAssignee()).isEqualTo("zhaomin");
    identityService.deleteUser("zhaomin");
  }

  // notices

  @Test
  void in_working_hours_the_person_is_told_at_once_and_not_again_when_they_begin_anew() {
    String number = foresee();
    verifyTold("li.na", task(number, "prevent"), 1);
    when(view.state()).thenReturn(IncidentView.State.ACKNOWLEDGED);
    advance(UNTIL_WORKING_HOURS);
    verifyTold("li.na", task(number, "prevent"), 1);
  }

  @Test
  void outside_working_hours_the_notice_waits_until_they_begin() {
    when(desk.tellsOfForecasts()).thenReturn(false);
    String number = foresee();
    advance(UNTIL_WORKING_HOURS.minusMinutes(1));
    verify(dispatcher, never()).submit(any());
    when(desk.tellsOfForecasts()).thenReturn(true);
    advance(Duration.ofMinutes(2));
    verifyTold("li.na", task(number, "prevent"), 1);
  }

  @Test
  void whoever_has_the_task_when_working_hours_begin_is_told() {
    when(desk.tellsOfForecasts()).thenReturn(false);
    String number = foresee();
    taskService.setAssignee(task(number, "prevent").getId(), "wang.wei");
    when(desk.tellsOfForecasts()).thenReturn(true);
    advance(UNTIL_WORKING_HOURS);
    verifyTold("wang.wei", task(number, "prevent"), 1);
    verifyTold("li.na", task(number, "prevent"), 0);
  }

  @Test
  void of_a_task_that_has_gone_before_working_hours_nobody_is_told() {
    when(desk.tellsOfForecasts()).thenReturn(false);
    String number = foresee();
    publish(new FindingsCleared(number));
    when(desk.tellsOfForecasts()).thenReturn(true);
    advance(UNTIL_WORKING_HOURS);
    verify(dispatcher, never()).submit(any());
    assertThat(managementService.createJobQuery().timers().count()).isZero();
  }

  @Test
  void who_has_taken_it_on_before_working_hours_is_not_told_of_it() {
    when(desk.tellsOfForecasts()).thenReturn(false);
    foresee();
    when(view.state()).thenReturn(IncidentView.State.ACKNOWLEDGED);
    when(desk.tellsOfForecasts()).thenReturn(true);
    advance(UNTIL_WORKING_HOURS);
    verify(dispatcher, never()).submit(any());
  }

  @Test
  void where_people_are_never_to_be_told_of_forecasts_nobody_is() {
    when(desk.tellsOfForecasts()).thenReturn(false);
    String number = foresee();
    publish(new IncidentNews(number, "came-true", "What was foreseen has happened."));
    advance(UNTIL_WORKING_HOURS);
    verify(dispatcher, never()).submit(any());
    task(number, "prevent");
  }

  @Test
  void who_works_on_a_forecast_hears_that_it_has_come_true() {
    String number = foresee();
    publish(new IncidentNews(number, "came-true", "What was foreseen has happened, see INC-900000."));
    verify(dispatcher).submit(argThat(n -> n.person().equals("li.na") && n.step().startsWith("came-true-")
        && n.subject().contains("see INC-900000")));
  }

  private String foresee() {
    return open(3, "forecast");
  }

  private void verifyTold(String person, Task task, int times) {
    verify(dispatcher, times(times))
        .submit(argThat(n -> n.person().equals(person) && n.step().equals("assigned:" + task.getId())));
  }
}
