package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.faultdesk.notification.Notice;
import io.faultdesk.prediction.Comparison;
import io.faultdesk.prediction.Comparison.Side;
import io.faultdesk.prediction.TrainingFinished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;

/** Each way a retraining of the fault model can go. */
class RetrainingPathsTest extends EngineTest {

  private static final String TASK = "approve-model";

  @Autowired RetrainingFlow flow;
  @Autowired ProcessCheck processCheck;

  @Test
  void a_challenger_is_offered_to_rule_authors_beside_the_champion() {
    String id = trained(new Side("faults", "old", Map.of("auc", 0.7, "brier", 0.02)));
    Task task = task(id, TASK);
    assertThat(task.getAssignee()).isNull();
    assertThat(taskService.getIdentityLinksForTask(task.getId())).extracting(IdentityLink::getGroupId)
        .containsExactly("rule-author");
    assertThat(taskService.getVariables(task.getId()))
        .containsEntry("startedBy", "li.na")
        .containsEntry("challenger", "faults")
        .containsEntry("challengerVersion", "new")
        .containsEntry("championVersion", "old")
        .containsEntry("challengerAuc", "0.812")
        .containsEntry("championAuc", "0.700")
        .containsEntry("challengerRecallWithinBudget", "0.625")
        .containsEntry("championRecallWithinBudget", "–")
        .containsEntry("championRecallAtThreshold", "–")
        .containsEntry("challengerFalseAlarmsAtThreshold", "–")
        .containsEntry("budget", "0.5")
        .containsEntry("faults", 9)
        .containsEntry("period", "2026-11-16T08:00:00Z – 2026-11-20T08:00:00Z")
        .containsEntry("notes", "With 9 faults these figures say little.")
        .doesNotContainKey("number");
    assertThat(processCheck.violations()).isEmpty();
  }

  @Test
  void what_is_approved_is_put_into_force_in_the_name_of_who_approved() {
    String id = trained(new Side("faults", "old", Map.of()));
    as("chen.jie", () -> complete(id, TASK, Map.of("approved", "true")));
    verify(training).decide(id, true, "chen.jie", "");
    assertThat(runs(id)).isFalse();
  }

  @Test
  void what_is_discarded_needs_a_reason() {
    String id = trained(null);
    assertThat(taskService.getVariable(task(id, TASK).getId(), "champion")).isNull();
    as("chen.jie", () -> {
      assertThatThrownBy(() -> complete(id, TASK, Map.of("approved", false)))
          .isInstanceOf(FormFieldValidationException.class).hasMessageContaining("comment");
      complete(id, TASK, Map.of("approved", false, "comment", "too many false alarms"));
    });
    verify(training).decide(id, false, "chen.jie", "too many false alarms");
    assertThat(runs(id)).isFalse();
  }

  @Test
  void who_approves_a_model_that_is_gone_is_told_and_may_still_discard_it() {
    String id = trained(null);
    when(training.obstacle(id)).thenReturn(Optional.of("The model new is not kept any more."));
    as("chen.jie", () -> {
      assertThatThrownBy(() -> complete(id, TASK, Map.of("approved", "true")))
          .isInstanceOf(FormFieldValidationException.class)
          .hasMessageContaining("must be answered with discard. The model new is not kept any more.");
      complete(id, TASK, Map.of("approved", "false", "comment", "gone"));
    });
    verify(training, never()).decide(any(), eq(true), any(), any());
    verify(training).decide(id, false, "chen.jie", "gone");
    assertThat(runs(id)).isFalse();
  }

  @Test
  void rule_authors_are_told_that_a_model_waits_for_them() throws Exception {
    member("chen.jie", "chen.jie@example.org", "rule-author");
    member("mute", null, "rule-author");
    member("zhao.min", "zhao.min@example.org", "modeler");
    when(dispatcher.submit(any())).thenReturn(Optional.of(7L));
    String id = trained(null);
    Task task = task(id, TASK);
    ArgumentCaptor<Notice> notices = ArgumentCaptor.forClass(Notice.class);
    verify(dispatcher).submit(notices.capture());
    assertThat(notices.getValue()).isEqualTo(
        new Notice(
            "retraining", "offered:" + task.getId(), "chen.jie", "Decide on the model: New fault model faults (new)",
            "A task waits for you or somebody else who may take it: Decide on the model.\n\nNew fault model faults (new)\n"));
    runDueJobs();
    verify(dispatcher).deliver(7);
  }

  @Test
  void no_more_than_twenty_are_told_and_nobody_twice() {
    for (int i = 10; i < 35; i++) {
      member("author" + i, "author" + i + "@example.org", "rule-author");
    }
    trained(null);
    ArgumentCaptor<Notice> notices = ArgumentCaptor.forClass(Notice.class);
    verify(dispatcher, times(20)).submit(notices.capture());
    assertThat(notices.getAllValues()).extracting(Notice::person).doesNotHaveDuplicates().contains("author10")
        .doesNotContain("author34");
  }

  @Test
  void what_nobody_decides_expires() {
    String id = trained(null);
    advance(Duration.ofDays(14).minusSeconds(5));
    task(id, TASK);
    advance(Duration.ofSeconds(10));
    verify(training).decide(id, false, "system", "Nobody decided in time.");
    assertThat(runs(id)).isFalse();
  }

  @Test
  void where_there_is_too_little_to_learn_from_it_ends_with_the_reason() {
    String id = start();
    publish(new TrainingFinished(id, false, "to learn from, rows with a fault are needed"));
    assertThat(runs(id)).isFalse();
    assertThat(runtimeService.createIncidentQuery().count()).isZero();
    verify(training, never()).decide(any(), anyBoolean(), any(), any());
  }

  @Test
  void a_training_that_does_not_end_is_given_up() {
    String id = start();
    advance(Duration.ofHours(12).plusSeconds(5));
    verify(training).giveUp(id, "system", "It took too long.");
    assertThat(runs(id)).isFalse();
    publish(new TrainingFinished(id, true, ""));
  }

  @Test
  void one_at_a_time_is_trained_and_decided_on() {
    String id = start();
    assertThat(start("chen.jie")).isEmpty();
    publish(new TrainingFinished(id, false, "nothing"));
    assertThat(start("chen.jie")).isPresent();
  }

  @Test
  void of_two_who_begin_at_once_only_one_does() throws Exception {
    try (ExecutorService others = Executors.newSingleThreadExecutor()) {
      List<Future<Optional<String>>> second = new ArrayList<>();
      doAnswer(call -> {
        if (second.isEmpty()) {
          second.add(others.submit(() -> start("chen.jie")));
          // without a lock it would be through long before
          assertThatThrownBy(() -> second.getFirst().get(700, TimeUnit.MILLISECONDS))
              .isInstanceOf(TimeoutException.class);
        }
        return null;
      }).when(training).challenge(any(), any());
      assertThat(start("li.na")).isPresent();
      assertThat(second.getFirst().get()).isEmpty();
    }
    assertThat(runtimeService.createProcessInstanceQuery().processDefinitionKey("retraining").count()).isOne();
  }

  @Test
  void a_training_that_somebody_asked_for_without_the_process_moves_none() {
    String id = start();
    publish(new TrainingFinished("another", true, ""));
    assertThat(runs(id)).isTrue();
  }

  @Test
  void a_process_deleted_by_hand_leaves_no_challenger_waiting() {
    String id = trained(null);
    runtimeService.deleteProcessInstance(task(id, TASK).getProcessInstanceId(), "by hand", true);
    verify(training).giveUp(id, "system", "Its process was deleted.");
  }

  @Test
  void a_training_that_cannot_begin_leaves_no_process() {
    doThrow(new IllegalStateException("no room")).when(training).challenge(any(), any());
    assertThatThrownBy(this::start).hasStackTraceContaining("no room");
    assertThat(runtimeService.createProcessInstanceQuery().processDefinitionKey("retraining").count()).isZero();
  }

  private String start() {
    return start("li.na").orElseThrow();
  }

  private Optional<String> start(String by) {
    return flow.start(by);
  }

  /** A retraining that has come to a challenger. */
  private String trained(@Nullable Side champion) {
    String id = start();
    verify(training).challenge(id, "li.na");
    when(training.comparison(id)).thenReturn(
        Optional.of(
            new Comparison(
                clock.instant().minus(Duration.ofDays(4)), clock.instant(), 5, 9, 0.5,
                new Side("faults", "new", Map.of("auc", 0.812, "brier", 0.01, "recallWithinBudget", 0.625)), champion,
                List.of("With 9 faults these figures say little."))));
    publish(new TrainingFinished(id, true, ""));
    return id;
  }

  private void as(String user, Runnable work) {
    identityService.setAuthentication(user, List.of("rule-author"));
    try {
      work.run();
    } finally {
      identityService.clearAuthentication();
    }
  }
}
