package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What of an incident's process can be looked up later. */
class HistoryKeptTest extends EngineTest {

  @Autowired HistoryService historyService;

  @Test
  void a_start_leaves_instances_tasks_and_variables_and_nothing_that_nobody_reads() {
    String number = open(2);
    String root = root(number);

    assertThat(
        historyService.createHistoricProcessInstanceQuery().rootProcessInstances().processInstanceId(root).count())
        .isEqualTo(1);
    assertThat(historyService.createHistoricTaskInstanceQuery().processInstanceBusinessKey(number).list())
        .extracting(HistoricTaskInstance::getTaskDefinitionKey)
        .containsExactly("diagnose");
    assertThat(historyService.createHistoricVariableInstanceQuery().processInstanceId(root).variableName("team").list())
        .extracting(HistoricVariableInstance::getValue)
        .containsExactly(TEAM);
    assertThat(historyService.createHistoricDetailQuery().processInstanceId(root).count()).isZero();
    assertThat(historyService.createHistoricJobLogQuery().processInstanceId(root).count()).isZero();
    assertThat(historyService.createHistoricDecisionInstanceQuery().processInstanceId(root).count()).isZero();
  }

  @Test
  void the_last_value_of_a_variable_is_kept_and_who_gave_the_answer() {
    String number = open(2);
    String root = root(number);
    String task = task(number, "diagnose").getId();
    identityService.setAuthenticatedUserId(LI_NA.id());
    complete(number, "diagnose", Map.of("outcome", "confirmed", "diagnosis", "The index is missing"));
    identityService.clearAuthentication();

    assertThat(
        historyService.createHistoricVariableInstanceQuery().processInstanceId(root).variableName("diagnosis").list())
        .extracting(HistoricVariableInstance::getValue)
        .containsExactly("The index is missing");
    assertThat(historyService.createUserOperationLogQuery().taskId(task).operationType("Complete").list())
        .extracting(UserOperationLogEntry::getUserId)
        .containsExactly(LI_NA.id());
  }

  @Test
  void a_job_is_on_record_once_it_ran() {
    String root = root(open(2));
    Job warning = managementService.createJobQuery().timers().processInstanceId(root).list().getFirst();

    managementService.executeJob(warning.getId());

    assertThat(historyService.createHistoricJobLogQuery().jobId(warning.getId()).list())
        .singleElement()
        .matches(entry -> entry.isSuccessLog());
  }

  private String root(String number) {
    return runtimeService
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(number)
        .rootProcessInstances()
        .singleResult()
        .getId();
  }
}
