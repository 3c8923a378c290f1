package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.faultdesk.incident.MaintenanceProposed;
import io.faultdesk.incident.MaintenanceWithdrawn;
import io.faultdesk.staff.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each way a proposed maintenance window can go through its approval. */
class MaintenancePathsTest extends EngineTest {

  private static final String TASK = "approve-maintenance";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Autowired FormService formService;
  @Autowired ProcessCheck processCheck;

  @Test
  void the_lead_of_the_team_is_asked_until_it_is_to_start() {
    String number = propose("li.na", TEAM);
    Task task = task(number, TASK);
    assertThat(task.getAssignee()).isEqualTo(LEAD.id());
    assertThat(candidates(task)).containsExactly("manager");
    assertThat(task.getDueDate()).isEqualTo(clock.instant().plus(Duration.ofHours(3)).toString());
    assertThat(taskService.getVariables(task.getId()))
        .containsEntry("maintenance", number)
        .containsEntry("title", "新磁盘 💾 new disks")
        .containsEntry("service", "crm-db, crm-order")
        .containsEntry("proposedBy", "li.na")
        .doesNotContainKey("number");
    verify(dispatcher).submit(argThat(notice -> notice.incident().equals(number) && notice.person().equals(LEAD.id())
        && notice.body().contains("Approve the maintenance")));
    verifyNoInteractions(desk);
  }

  @Test
  void what_is_approved_is_put_into_force() {
    String number = propose("li.na", TEAM);
    as(LEAD.id(), () -> complete(number, TASK, Map.of("approved", "true", "comment", "go ahead")));
    verify(maintenance).decide(number, true, LEAD.id(), "go ahead");
    assertThat(runs(number)).isFalse();
  }

  @Test
  void what_is_rejected_is_turned_down_with_the_reason() {
    String number = propose("li.na", TEAM);
    as(LEAD.id(), () -> {
      assertThatThrownBy(() -> complete(number, TASK, Map.of("approved", false)))
          .isInstanceOf(FormFieldValidationException.class)
          .hasMessageContaining("comment");
      complete(number, TASK, Map.of("approved", false, "comment", "the sale runs"));
    });
    verify(maintenance).decide(number, false, LEAD.id(), "the sale runs");
    assertThat(runs(number)).isFalse();
  }

  @Test
  void what_nobody_answers_before_it_is_to_start_expires() {
    String number = propose("li.na", TEAM);
    advance(Duration.ofHours(3).minusSeconds(5));
    task(number, TASK);
    verify(maintenance, never()).expire(any(), any());
    advance(Duration.ofSeconds(10));
    verify(maintenance).expire(number, "system");
    assertThat(runs(number)).isFalse();
  }

  @Test
  void what_is_called_off_is_asked_no_more() {
    String number = propose("li.na", TEAM);
    publish(new MaintenanceWithdrawn(number, "li.na"));
    assertThat(runs(number)).isFalse();
    verifyNoInteractions(maintenance);
    publish(new MaintenanceWithdrawn(number, "li.na"));
  }

  @Test
  void a_process_deleted_by_hand_leaves_no_window_waiting() {
    String number = propose("li.na", TEAM);
    runtimeService.deleteProcessInstance(task(number, TASK).getProcessInstanceId(), "by hand", true);
    verify(maintenance).abandon(number, "system");
  }

  @Test
  void who_proposed_it_can_neither_take_nor_answer_it() {
    String number = propose(LEAD.id(), TEAM);
    Task task = task(number, TASK);
    assertThat(task.getAssignee()).isNull();
    assertThat(candidates(task)).containsExactlyInAnyOrder(TEAM, "manager");
    as(LEAD.id(), () -> {
      assertThatThrownBy(() -> taskService.claim(task.getId(), LEAD.id()))
          .isInstanceOf(BadUserRequestException.class)
          .hasMessageContaining("somebody else than wang.wei");
      assertThatThrownBy(() -> taskService.complete(task.getId(), Map.of("approved", true)))
          .isInstanceOf(FormFieldValidationException.class)
          .hasMessageContaining("somebody else than wang.wei");
      assertThatThrownBy(() -> formService.submitTaskForm(task.getId(), Map.of("approved", "true")))
          .isInstanceOf(FormFieldValidationException.class);
    });
    as("li.na", () -> {
      taskService.claim(task.getId(), "li.na");
      taskService.complete(task.getId(), Map.of("approved", true));
    });
    verify(maintenance).decide(number, true, "li.na", "");
  }

  @Test
  void where_several_teams_are_concerned_each_of_them_and_the_managers_may_answer() {
    Task task = task(propose("li.na", TEAM, "database"), TASK);
    assertThat(task.getAssignee()).isNull();
    assertThat(candidates(task)).containsExactlyInAnyOrder(TEAM, "database", "manager");
  }

  @Test
  void where_nobody_in_particular_is_asked_those_who_may_answer_are_told() {
    member(LEAD.id(), "someone@example.org", TEAM);
    member("zhao.min", "someone@example.org", TEAM);
    member("away", "someone@example.org", TEAM);
    member("zhao.min", "someone@example.org", "manager");
    when(roster.people()).thenReturn(List.of(new Person("away", "Away", null, Set.of(), false)));
    String number = propose(LEAD.id(), TEAM);
    verify(dispatcher).submit(argThat(notice -> notice.incident().equals(number) && notice.person().equals("zhao.min")
        && notice.subject().equals(
            "[P4] %s crm-db, crm-order: Approve the maintenance: 新磁盘 💾 new disks".formatted(number))));
    verify(dispatcher).submit(any());
  }

  @Test
  void where_the_lead_is_away_the_team_is_asked_and_where_there_is_no_team_the_managers_are() {
    Person away = new Person("away", "Away", null, Set.of(), false);
    when(roster.lead("database")).thenReturn(Optional.of(away));
    assertThat(candidates(task(propose("li.na", "database"), TASK))).containsExactlyInAnyOrder("database", "manager");
    assertThat(candidates(task(propose("li.na"), TASK))).containsExactly("manager");
  }

  @Test
  void a_window_whose_process_cannot_start_is_not_proposed_either() {
    doThrow(new IllegalStateException("no directory")).when(dispatcher).submit(any());
    assertThatThrownBy(() -> propose("li.na", TEAM)).hasStackTraceContaining("no directory");
    assertThat(runtimeService.createProcessInstanceQuery().processDefinitionKey("maintenance-approval").count())
        .isZero();
  }

  @Test
  void nobody_takes_it_for_an_incident() {
    propose("li.na", TEAM);
    assertThat(processCheck.violations()).isEmpty();
  }

  private String propose(String by, String... teams) {
    String number = "MW-%06d".formatted(NUMBERS.incrementAndGet());
    publish(
        new MaintenanceProposed(
            number,
            "新磁盘 💾 new disks",
            "crm-db, crm-order",
            null,
            List.of(teams),
            "Sun 2026-11-22 02:30 – Sun 2026-11-22 04:30\n(Asia/Shanghai)",
            "the old ones are full",
            by,
            clock.instant().plus(Duration.ofHours(3))));
    return number;
  }

  private void as(String user, Runnable work) {
    identityService.setAuthentication(user, List.of(TEAM));
    try {
      work.run();
    } finally {
      identityService.clearAuthentication();
    }
  }

  private List<String> candidates(Task task) {
    return taskService.getIdentityLinksForTask(task.getId()).stream()
        .map(IdentityLink::getGroupId)
        .filter(group -> group != null)
        .toList();
  }
}
