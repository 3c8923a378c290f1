package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.faultdesk.incident.ClockShortened;
import io.faultdesk.incident.ClosureReason;
import io.faultdesk.incident.FindingsCleared;
import io.faultdesk.incident.IncidentNews;
import io.faultdesk.incident.IncidentAcknowledged;
import io.faultdesk.incident.IncidentClosed;
import io.faultdesk.incident.IncidentResolved;
import io.faultdesk.incident.Phase;
import io.faultdesk.incident.PriorityChanged;
import io.faultdesk.notification.DeliveryFailed;
import io.faultdesk.notification.Notice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AcquireJobsCmd;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import org.springframework.beans.factory.annotation.Autowired;

/** Each way an incident can go through its process. */
class ResponsePathsTest extends EngineTest {

  @Autowired TaskCount taskCount;
  @Autowired ProcessEngineConfigurationImpl engine;

  @Test
  void a_confirmed_fault_goes_through_all_five_phases_until_it_is_closed() {
    String number = open(2);
    toRecovery(number);
    complete(number, "recover", Map.of("recovered", true));
    complete(number, "review", Map.of("rootCause", "a dropped index", "lesson", "check indexes", "ruleUseful", false));

    assertThat(runs(number)).isFalse();
    InOrder order = inOrder(desk);
    order.verify(desk).enter(number, Phase.DIAGNOSIS);
    order.verify(desk).acknowledge(number, "li.na", null);
    order.verify(desk).confirmed(number, "li.na", "confirmed: The index is missing");
    order.verify(desk).enter(number, Phase.LOCATION);
    order.verify(desk).located(number, "crm-db", "no index", "li.na");
    order.verify(desk).enter(number, Phase.REPAIR);
    order.verify(desk).note(number, "repaired", "li.na", "made the index 🛠 修复");
    order.verify(desk).enter(number, Phase.RECOVERY);
    order.verify(desk).resolved(eq(number), anyString(), eq("made the index 🛠 修复"));
    order.verify(desk).enter(number, Phase.REVIEW);
    order.verify(desk).reviewed(number, "a dropped index", "check indexes", false, "li.na");
    order.verify(desk).close(eq(number), eq(ClosureReason.RECOVERED), anyString(), eq(""));
  }

  @Test
  void the_process_instance_is_told_to_the_incident() {
    String number = open(3);
    String id =
        runtimeService
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number, "incident-response")
            .singleResult()
            .getId();
    verify(desk).processStarted(number, id);
  }

  @Test
  void an_incident_whose_transaction_fails_has_no_process() {
    doThrow(new IllegalStateException("lost the race")).when(desk).processStarted(anyString(), anyString());
    assertThatThrownBy(() -> open(3)).hasMessage("lost the race");
    assertThat(runtimeService.createProcessInstanceQuery().processDefinitionKey("incident-response").count()).isZero();
  }

  @Test
  void a_lesser_incident_is_closed_without_a_review() {
    String number = open(3);
    toRecovery(number);
    complete(number, "recover", Map.of("recovered", "true", "reviewRequested", false));
    assertThat(runs(number)).isFalse();
    verify(desk, never()).enter(number, Phase.REVIEW);
  }

  @Test
  void a_lesser_incident_is_reviewed_where_somebody_asks_for_it() {
    String number = open(4);
    toRecovery(number);
    complete(number, "recover", Map.of("recovered", "true", "reviewRequested", true));
    task(number, "review");
  }

  @Test
  void an_incident_that_has_become_worse_is_reviewed() {
    String number = open(3);
    publish(new PriorityChanged(number, 2));
    toRecovery(number);
    complete(number, "recover", Map.of("recovered", "true", "reviewRequested", false));
    task(number, "review");
  }

  @Test
  void a_false_alarm_is_closed_by_its_diagnosis() {
    String number = open(2);
    complete(number, "diagnose", Map.of("outcome", "false_alarm"));
    assertThat(runs(number)).isFalse();
    verify(desk).close(eq(number), eq(ClosureReason.FALSE_ALARM), anyString(), anyString());
  }

  @Test
  void a_diagnosis_done_again_says_nothing_of_what_the_first_one_said() {
    String number = open(2);
    confirm(number);
    complete(number, "locate", Map.of("component", "crm-db", "cause", "no index"));
    complete(number, "repair", Map.of("action", "restarted it", "repaired", "false"));
    complete(number, "diagnose", Map.of("outcome", "false_alarm"));
    verify(desk).note(number, "diagnosed", "li.na", "false_alarm");
    verify(desk).close(eq(number), eq(ClosureReason.FALSE_ALARM), anyString(), eq(""));
  }

  @Test
  void who_calls_it_recovered_although_findings_are_open_has_the_reason_kept_with_the_repair() {
    String number = open(3);
    when(desk.stillOpen(number)).thenReturn(List.of("orders are still slow"));
    toRecovery(number);
    advance(Duration.ofSeconds(15));
    advance(Duration.ofSeconds(15));
    complete(number, "recover", Map.of("recovered", true, "comment", "the monitor lags behind"));
    verify(desk).resolved(eq(number), anyString(), eq("made the index 🛠 修复\nthe monitor lags behind"));
  }

  @Test
  void a_duplicate_is_merged_into_the_other_incident() {
    String number = open(2);
    complete(number, "diagnose", Map.of("outcome", "duplicate", "duplicateOf", "INC-900000"));
    assertThat(runs(number)).isFalse();
    verify(desk).merge(eq(number), eq("INC-900000"), anyString());
  }

  @Test
  void a_repair_that_did_not_help_goes_back_to_the_diagnosis() {
    String number = open(2);
    confirm(number);
    complete(number, "locate", Map.of("component", "crm-db", "cause", "no index"));
    complete(number, "repair", Map.of("action", "restarted it", "repaired", "false"));
    Task again = task(number, "diagnose");
    assertThat(taskService.getVariable(again.getId(), "lastAction")).isEqualTo("restarted it");
    verify(desk).note(number, "not-repaired", "li.na", "restarted it");
  }

  @Test
  void a_service_that_has_not_recovered_goes_back_to_the_repair() {
    String number = open(2);
    toRecovery(number);
    complete(number, "recover", Map.of("recovered", false, "comment", "still slow"));
    task(number, "repair");
    verify(desk).note(number, "not-recovered", "li.na", "still slow");
  }

  @Test
  void open_findings_are_looked_at_three_times_before_a_person_is_asked() {
    String number = open(2);
    when(desk.stillOpen(number)).thenReturn(List.of("orders are still slow"));
    toRecovery(number);
    assertThat(taskService.createTaskQuery().processInstanceBusinessKey(number).count()).isZero();
    advance(Duration.ofSeconds(15));
    assertThat(taskService.createTaskQuery().processInstanceBusinessKey(number).count()).isZero();
    advance(Duration.ofSeconds(15));
    Task recover = task(number, "recover");
    assertThat(taskService.getVariables(recover.getId()))
        .containsEntry("openFindings", 1)
        .containsEntry("openFindingsText", "orders are still slow")
        .containsEntry("checks", 3);
  }

  @Test
  void findings_that_clear_by_themselves_need_a_short_confirmation_only() {
    String number = open(2);
    publish(new FindingsCleared(number));
    complete(number, "confirm-cleared", Map.of("outcome", "cleared"));
    assertThat(runs(number)).isFalse();
    verify(desk).close(eq(number), eq(ClosureReason.CLEARED), anyString(), anyString());
  }

  @Test
  void whoever_has_the_incident_keeps_it_when_its_findings_clear() {
    String number = open(2);
    when(view.assignee()).thenReturn("wang.wei");
    when(roster.pickable(TEAM, "wang.wei")).thenReturn(Optional.of(LEAD));
    publish(new FindingsCleared(number));
    Task task = task(number, "confirm-cleared");
    assertThat(task.getAssignee()).isEqualTo("wang.wei");
    verify(dispatcher)
        .submit(argThat(n -> n.person().equals("wang.wei") && n.step().equals("assigned:" + task.getId())));
  }

  @Test
  void an_incident_whose_person_has_gone_is_confirmed_by_whom_the_roster_picks() {
    String number = open(2);
    when(view.assignee()).thenReturn("zhaomin");
    publish(new FindingsCleared(number));
    assertThat(task(number, "confirm-cleared").getAssignee()).isEqualTo("li.na");
  }

  @Test
  void whoever_does_not_trust_the_silence_goes_on_with_the_diagnosis() {
    String number = open(2);
    publish(new FindingsCleared(number));
    complete(number, "confirm-cleared", Map.of("outcome", "continue"));
    task(number, "diagnose");
  }

  @Test
  void the_time_to_respond_goes_on_for_whoever_does_not_trust_the_silence() {
    String number = open(2);
    publish(new FindingsCleared(number));
    complete(number, "confirm-cleared", Map.of("outcome", "continue"));
    assertThat(task(number, "diagnose").getDueDate())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(60)).toString());
    advance(Duration.ofMinutes(60));
    verify(desk).escalate(number, "respond", 100);
  }

  @Test
  void once_diagnosed_only_the_time_to_resolve_counts() {
    String number = open(2);
    confirm(number);
    complete(number, "locate", Map.of("component", "crm-db", "cause", "no index"));
    complete(number, "repair", Map.of("action", "restarted it", "repaired", "false"));
    publish(new FindingsCleared(number));
    complete(number, "confirm-cleared", Map.of("outcome", "continue"));
    assertThat(task(number, "diagnose").getDueDate())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(240)).toString());
  }

  @Test
  void findings_that_clear_after_the_diagnosis_change_nothing() {
    String number = open(2);
    confirm(number);
    publish(new FindingsCleared(number));
    task(number, "locate");
    verify(dispatcher).submit(argThat(n -> n.step().startsWith("all-cleared-") && n.incident().equals(number)));
  }

  @Test
  void news_of_an_incident_reach_who_holds_its_task() {
    String number = open(2);
    publish(new IncidentNews(number, "flapping-started", "slow-orders comes and goes"));
    verify(dispatcher)
        .submit(argThat(n -> n.step().startsWith("flapping-started-")
            && n.person().equals(task(number, "diagnose").getAssignee())
            && n.subject().contains("slow-orders comes and goes")));
  }

  @Test
  void a_proposed_runbook_needs_an_answer_before_the_repair() {
    for (boolean approved : List.of(true, false)) {
      String number = open(2);
      confirm(number);
      runtimeService.setVariable(
          runtimeService
              .createProcessInstanceQuery()
              .processInstanceBusinessKey(number, "incident-response")
              .singleResult()
              .getId(),
          "runbook",
          "restart-db");
      complete(number, "locate", Map.of("component", "crm-db", "cause", "stuck"));
      complete(number, "approve-repair", Map.of("approved", approved, "comment", "mind the backup"));
      assertThat(taskService.getVariables(task(number, "repair").getId()))
          .containsEntry("approved", approved)
          .containsEntry("runbook", "restart-db")
          .containsEntry("approvalComment", "mind the backup");
      verify(desk).note(number, approved ? "repair-approved" : "repair-refused", "li.na", "mind the backup");
    }
  }

  @Test
  void a_cancelled_incident_loses_its_tasks_and_is_closed() {
    String number = open(2);
    confirm(number);
    runtimeService.createMessageCorrelation("cancel-incident").processInstanceBusinessKey(number).correlateAll();
    assertThat(runs(number)).isFalse();
    verify(desk).close(eq(number), eq(ClosureReason.CANCELLED), anyString(), anyString());
  }

  @Test
  void an_incident_resolved_over_the_api_goes_on_to_its_review() {
    String number = open(1);
    confirm(number);
    publish(new IncidentResolved(number, "li.na"));
    task(number, "review");
    verify(desk, never()).resolved(anyString(), anyString(), anyString());
  }

  @Test
  void an_incident_closed_over_the_api_ends_its_process() {
    String number = open(1);
    confirm(number);
    publish(new IncidentClosed(number, "duplicate"));
    assertThat(runs(number)).isFalse();
    verify(desk, never()).close(anyString(), any(), anyString(), anyString());
  }

  @Test
  void a_deleted_process_closes_its_incident_as_cancelled() {
    String number = open(2);
    runtimeService.deleteProcessInstance(
        runtimeService
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number, "incident-response")
            .singleResult()
            .getId(),
        "deleted in Cockpit",
        true);
    verify(desk).close(eq(number), eq(ClosureReason.CANCELLED), anyString(), anyString());
  }

  @Test
  void a_new_task_goes_to_the_person_the_roster_picks_and_that_person_is_told() throws DeliveryFailed {
    when(dispatcher.submit(any())).thenReturn(Optional.of(7L));
    String number = open(2);
    Task task = task(number, "diagnose");
    assertThat(task.getAssignee()).isEqualTo("li.na");
    assertThat(task.getDueDate()).isEqualTo(clock.instant().plus(Duration.ofMinutes(60)).toString());
    assertThat(task.getPriority()).isEqualTo(75);
    verify(desk).assigned(number, TEAM, "li.na");
    verify(dispatcher)
        .submit(argThat(notice -> notice.person().equals("li.na") && notice.step().equals("assigned:" + task.getId())));
    runDueJobs();
    verify(dispatcher).deliver(7L);
    verify(desk, never()).acknowledge(anyString(), anyString(), any());
  }

  @Test
  void a_notice_of_a_task_says_what_is_wrong_and_by_when_in_the_zone_of_its_readers() {
    String number = open(2);
    Notice notice = notice("assigned:" + task(number, "diagnose").getId(), "li.na");
    assertThat(notice.subject()).isEqualTo("[P2] " + number + " crm-order: Orders are slow");
    assertThat(notice.body())
        .contains("Diagnose the incident", "Why: p95 above 800 ms for 3 minutes", "Due: " + inOneHour());
  }

  @Test
  void a_task_drawn_without_name_and_due_date_is_given_out_like_any_other() {
    repositoryService
        .createDeployment()
        .addModelInstance(
            "bare.bpmn",
            Bpmn.createExecutableProcess("bare").camundaHistoryTimeToLive(1).startEvent().userTask("look").endEvent()
                .done())
        .deploy();
    runtimeService.startProcessInstanceByKey("bare", "INC-800001", Map.of("number", "INC-800001", "team", TEAM));
    Task task = task("INC-800001", "look");
    assertThat(task.getAssignee()).isEqualTo("li.na");
    assertThat(notice("assigned:" + task.getId(), "li.na").body())
        .contains("You have a task: look.")
        .doesNotContain("Due");
    taskService.complete(task.getId());
    verify(desk).note("INC-800001", "look", "li.na", "");
  }

  @Test
  void a_notice_of_a_clock_says_how_late_it_is_and_what_is_wrong() {
    String number = open(2);
    String due = inOneHour();
    advance(Duration.ofMinutes(45));
    Notice notice = notice("respond-75", "li.na");
    assertThat(notice.subject()).startsWith("[P2] " + number + " crm-order: ").contains("Orders are slow");
    assertThat(notice.body())
        .startsWith("75 % of the time to respond are gone.")
        .contains("Why: p95 above 800 ms for 3 minutes", "Due: " + due);
  }

  private String inOneHour() {
    return DateTimeFormatter.ofPattern("EEE d MMM HH:mm 'CST'", Locale.ENGLISH)
        .format(clock.instant().plus(Duration.ofMinutes(60)).atZone(ZONE));
  }

  private Notice notice(String step, String person) {
    ArgumentCaptor<Notice> notices = ArgumentCaptor.forClass(Notice.class);
    verify(dispatcher, atLeastOnce()).submit(notices.capture());
    return notices.getAllValues().stream()
        .filter(notice -> notice.step().equals(step) && notice.person().equals(person))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_notice_that_cannot_be_delivered_is_tried_five_times_and_the_incident_goes_on() throws DeliveryFailed {
    when(dispatcher.submit(any())).thenReturn(Optional.of(8L));
    DeliveryFailed failed =
        mock(
            DeliveryFailed.class,
            withSettings()
                .useConstructor("no route to host", new IOException())
                .defaultAnswer(CALLS_REAL_METHODS));
    doThrow(failed).when(dispatcher).deliver(8L);
    String number = open(2);
    for (Duration wait : List.of(Duration.ZERO, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5))) {
      clock.advance(wait);
      Job job = managementService.createJobQuery().processDefinitionKey("notify").executable().singleResult();
      assertThatThrownBy(() -> managementService.executeJob(job.getId())).hasMessageContaining("no route to host");
    }
    clock.advance(Duration.ofMinutes(30));
    verify(dispatcher, times(4)).deliver(8L);
    assertThat(managementService.createJobQuery().processDefinitionKey("notify").executable().count()).isEqualTo(1);
    task(number, "diagnose");
  }

  @Test
  void notices_wait_until_all_other_work_is_done() {
    when(dispatcher.submit(any())).thenReturn(Optional.of(9L));
    String number = open(2);
    confirm(number);
    complete(number, "locate", Map.of("component", "crm-db", "cause", "no index"));
    complete(number, "repair", Map.of("action", "made the index", "repaired", true));
    assertThat(managementService.createJobQuery().processDefinitionKey("notify").count()).isGreaterThan(1);
    AcquiredJobs first = engine.getCommandExecutorTxRequired().execute(new AcquireJobsCmd(engine.getJobExecutor(), 1));
    String job = first.getJobIdBatches().getFirst().getFirst();
    assertThat(managementService.createJobQuery().jobId(job).processDefinitionKey("recovery").count()).isEqualTo(1);
  }

  @Test
  void a_task_that_nobody_can_take_waits_for_the_group() {
    when(roster.pick(anyString())).thenReturn(Optional.empty());
    String number = open(2);
    Task task = task(number, "diagnose");
    assertThat(task.getAssignee()).isNull();
    assertThat(taskService.createTaskQuery().taskCandidateGroup(TEAM).taskId(task.getId()).count()).isEqualTo(1);
    verify(desk).assigned(number, TEAM, null);
    verify(dispatcher, never()).submit(any());
  }

  @Test
  void claiming_the_diagnosis_acknowledges_the_incident() {
    when(roster.pick(anyString())).thenReturn(Optional.empty());
    String number = open(2);
    taskService.claim(task(number, "diagnose").getId(), "li.na");
    verify(desk).acknowledge(number, "li.na", null);
    assertThat(task(number, "diagnose").getAssignee()).isEqualTo("li.na");
  }

  @Test
  void a_comment_on_the_diagnosis_of_who_may_work_on_it_acknowledges_the_incident() {
    String number = open(2);
    String diagnose = task(number, "diagnose").getId();
    identityService.setAuthentication("zhaomin", List.of("data-quality"));
    taskService.createComment(diagnose, null, "what is this?");
    verify(desk, never()).acknowledge(anyString(), anyString(), any());
    identityService.setAuthentication("li.na", List.of(TEAM));
    taskService.createComment(diagnose, null, "I am on it 👀");
    verify(desk).acknowledge(number, "li.na", "I am on it 👀");
    assertThat(taskService.getTaskComments(diagnose)).hasSize(2);
  }

  @Test
  void a_comment_on_another_task_is_only_a_comment() {
    String number = open(2);
    confirm(number);
    identityService.setAuthentication("li.na", List.of(TEAM));
    taskService.createComment(task(number, "locate").getId(), null, "it is the index");
    verify(desk, never()).acknowledge(number, "li.na", "it is the index");
  }

  @Test
  void who_acknowledges_over_the_api_gets_the_diagnosis_where_it_is_nobodys() {
    when(roster.pick(anyString())).thenReturn(Optional.empty());
    identityService.saveUser(identityService.newUser("zhaomin"));
    String number = open(2);
    publish(new IncidentAcknowledged(number, "system"));
    assertThat(task(number, "diagnose").getAssignee()).isNull();
    publish(new IncidentAcknowledged(number, "zhaomin"));
    assertThat(task(number, "diagnose").getAssignee()).isEqualTo("zhaomin");
    identityService.deleteUser("zhaomin");
  }

  @Test
  void a_new_priority_reaches_the_open_task_and_the_ones_to_come() {
    String number = open(3);
    publish(new PriorityChanged(number, 1));
    assertThat(task(number, "diagnose").getPriority()).isEqualTo(100);
    confirm(number);
    assertThat(task(number, "locate").getPriority()).isEqualTo(100);
  }

  @Test
  void a_clock_that_ends_earlier_moves_its_tasks_and_timers_along() {
    String number = open(3);
    Instant opened = clock.instant();
    clock.advance(Duration.ofMinutes(10));
    publish(shortened(number, "respond", opened, 15));
    publish(shortened(number, "resolve", opened, 120));
    assertThat(task(number, "diagnose").getDueDate()).isEqualTo(opened.plus(Duration.ofMinutes(15)).toString());
    runDueJobs();
    verify(desk, never()).escalate(anyString(), anyString(), anyInt());
    advance(Duration.ofMinutes(2));
    verify(desk).escalate(number, "respond", 75);
    advance(Duration.ofMinutes(3));
    verify(desk).escalate(number, "respond", 100);
    confirm(number);
    assertThat(task(number, "locate").getDueDate()).isEqualTo(opened.plus(Duration.ofMinutes(120)).toString());
    advance(Duration.ofMinutes(75));
    verify(desk).escalate(number, "resolve", 75);
    advance(Duration.ofMinutes(30));
    verify(desk).escalate(number, "resolve", 100);
  }

  @Test
  void a_diagnosis_that_is_done_again_is_due_no_later_than_the_shortened_solution() {
    String number = open(3);
    Instant opened = clock.instant();
    confirm(number);
    complete(number, "locate", Map.of("component", "crm-db", "cause", "no index"));
    complete(number, "repair", Map.of("action", "restarted it", "repaired", "false"));
    publish(shortened(number, "resolve", opened, 120));
    assertThat(task(number, "diagnose").getDueDate()).isEqualTo(opened.plus(Duration.ofMinutes(120)).toString());
  }

  @Test
  void no_clock_is_made_longer() {
    String number = open(3);
    publish(shortened(number, "respond", clock.instant(), 90));
    assertThat(task(number, "diagnose").getDueDate())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(60)).toString());
  }

  private static ClockShortened shortened(String number, String clock, Instant opened, int minutes) {
    return new ClockShortened(
        number, clock, opened.plus(Duration.ofMinutes(minutes * 3L / 4)), opened.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void three_quarters_of_the_time_to_respond_warn_the_assignee() {
    String number = open(2);
    advance(Duration.ofMinutes(45));
    verify(desk).escalate(number, "respond", 75);
    verify(dispatcher).submit(argThat(n -> n.step().equals("respond-75") && n.person().equals("li.na")));
    verify(dispatcher, never()).submit(argThat(n -> n.person().equals("wang.wei")));
  }

  @Test
  void the_end_of_the_time_to_respond_calls_in_the_lead() {
    String number = open(2);
    advance(Duration.ofMinutes(60));
    verify(desk).escalate(number, "respond", 100);
    assertThat(task(number, "diagnose").getAssignee()).isEqualTo("wang.wei");
    verify(dispatcher).submit(argThat(n -> n.step().equals("respond-100") && n.person().equals("li.na")));
    verify(dispatcher).submit(argThat(n -> n.step().equals("respond-100") && n.person().equals("wang.wei")));
  }

  @Test
  void a_clock_that_has_stopped_or_was_told_of_tells_nobody_and_moves_no_task() {
    when(desk.escalate(anyString(), anyString(), anyInt())).thenReturn(false);
    String number = open(2);
    advance(Duration.ofMinutes(61));
    verify(desk).escalate(number, "respond", 100);
    verify(dispatcher, never()).submit(argThat(n -> n.step().startsWith("respond")));
    assertThat(task(number, "diagnose").getAssignee()).isEqualTo("li.na");
  }

  @Test
  void the_time_to_resolve_goes_on_until_recovery() {
    String number = open(2);
    confirm(number);
    advance(Duration.ofMinutes(180));
    verify(desk).escalate(number, "resolve", 75);
    advance(Duration.ofMinutes(60));
    verify(desk).escalate(number, "resolve", 100);
    assertThat(task(number, "locate").getAssignee()).isEqualTo("wang.wei");
    verify(desk, never()).escalate(number, "respond", 100);
  }

  @Test
  void open_tasks_are_counted_by_person() {
    open(2);
    open(3);
    assertThat(taskCount.count(List.of("li.na", "wang.wei"))).isEqualTo(Map.of("li.na", 2L, "wang.wei", 0L));
  }
}
