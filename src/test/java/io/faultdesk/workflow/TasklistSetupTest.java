package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.staff.Person;
import io.faultdesk.staff.Team;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.time.Duration;
import java.util.Date;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The filters everybody finds in Tasklist. */
@SpringBootTest(
    classes = EngineTestContext.class,
    webEnvironment = WebEnvironment.NONE,
    properties = {"spring.datasource.url=jdbc:h2:mem:filters;DB_CLOSE_DELAY=-1", "spring.flyway.enabled=false"})
class TasklistSetupTest {

  @Autowired TasklistSetup setup;
  @Autowired EngineDirectory directory;
  @Autowired FilterService filters;
  @Autowired IdentityService identity;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;

  @AfterEach
  void forgetCaller() {
    identity.clearAuthentication();
  }

  @Test
  void finds_for_each_person_the_tasks_the_filter_speaks_of() {
    directory.sync(
        List.of(new Person("li.na", "Li Na", null, Set.of(), true)),
        List.of(new Team("platform", "Platform", null, List.of("li.na"))),
        "first");
    repository
        .createDeployment()
        .addModelInstance(
            "work.bpmn",
            Bpmn.createExecutableProcess("work").camundaHistoryTimeToLive(1).startEvent()
                .userTask("do").camundaCandidateGroups("platform").camundaAssignee("${assignee}")
                .camundaDueDate("${due}").endEvent().done())
        .deploy();
    start("li.na", Duration.ofDays(-2), 1);
    start("li.na", Duration.ofDays(2), 2);
    start(null, Duration.ofDays(2), 3);
    start("somebody", Duration.ofDays(2), 1);
    start("li.na", Duration.ofSeconds(-1), 4);

    identity.setAuthentication("li.na", List.of("platform"));
    assertThat(count("My tasks")).isEqualTo(3);
    assertThat(count("My team's unclaimed tasks")).isEqualTo(1);
    assertThat(count("Overdue")).isEqualTo(2);
    assertThat(count("Due today")).isEqualTo(1);
    // Also the one somebody else has: a candidate may see it.
    assertThat(count("Priority 1")).isEqualTo(2);
  }

  @Test
  void repairs_its_own_filters_and_leaves_those_of_others() {
    Filter own = filters.saveFilter(filters.newTaskFilter("My tasks").setOwner("li.na"));
    Filter stale = named("Overdue");
    stale.setProperties(Map.of("color", "#000000"));
    filters.saveFilter(stale);
    setup.afterSingletonsInstantiated();
    setup.afterSingletonsInstantiated();
    assertThat(filters.createTaskFilterQuery().filterName("Overdue").count()).isEqualTo(1);
    assertThat(named("Overdue").getProperties()).containsEntry("color", "#b3261e").containsEntry("refresh", true);
    assertThat(filters.getFilter(own.getId()).getProperties()).isNullOrEmpty();
  }

  private void start(String assignee, Duration due, int priority) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("assignee", assignee);
    variables.put("due", Date.from(ClockUtil.getCurrentTime().toInstant().plus(due)));
    variables.put("priority", priority);
    runtime.startProcessInstanceByKey("work", variables);
  }

  private long count(String filter) {
    return filters.count(named(filter).getId());
  }

  private Filter named(String name) {
    return filters.createTaskFilterQuery().filterName(name).list().stream()
        .filter(filter -> filter.getOwner() == null)
        .findFirst()
        .orElseThrow();
  }
}
