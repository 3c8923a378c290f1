package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What expressions of a running process may reach, and what they may not. */
class SafeExpressionsTest extends EngineTest {

  @Autowired ProcessEngineConfigurationImpl engine;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${''.getClass().forName('java.lang.Runtime')}",
        "${''.class}",
        "${''['class']}",
        "${title.getClass()}",
        "${''.bytes.getClass()}",
        "${execution.class}",
        "${execution.processEngineServices}",
        "${execution.processEngine}",
        "${execution['processEngineServices'].identityService}",
        "${execution.getProcessEngineServices()}",
        "${execution.getBpmnModelInstance()}",
        "${execution.setVariable('number', 'INC-1')}",
        "${execution.getVariables().getClass()}",
        "${execution.deleteCascade('gone')}",
        "${closeIncident.execute(execution)}",
        "${closeIncident.class}",
        "${now().getClass().getClassLoader()}",
        "${dateTime().getClass()}",
        "${desk}",
        "${dataSource}"
      })
  void a_hostile_expression_is_refused(String expression) {
    assertThatThrownBy(() -> value(expression)).hasMessageContaining("expression");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          ${title}                                    | Orders are slow
          ${execution.getVariable('service')}         | crm-order
          ${priority <= 2 && outcome == null}         | true
          ${title.length() > 3}                       | true
          ${execution.hasVariable('nothing')}         | false
          """)
  void what_processes_need_is_read(String expression, String expected) {
    assertThat(value(expression)).hasToString(expected);
  }

  @Test
  void the_business_key_and_the_delegates_are_known() {
    assertThat(value("${execution.processBusinessKey}").toString()).startsWith("INC-");
    assertThat(value("${closeIncident}")).isInstanceOf(CloseIncident.class);
    assertThat(value("${dateTime().plusDays(1).toDate()}")).isNotNull();
  }

  private Object value(String expression) {
    String number = open(2);
    ProcessInstance instance =
        runtimeService
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number, "incident-response")
            .singleResult();
    return engine
        .getCommandExecutorTxRequired()
        .execute(
            context -> {
              ExecutionEntity execution = context.getExecutionManager().findExecutionById(instance.getId());
              return engine.getExpressionManager().createExpression(expression).getValue(execution);
            });
  }
}
