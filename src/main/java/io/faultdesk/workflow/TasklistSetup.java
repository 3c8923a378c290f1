package io.faultdesk.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The filters that everybody finds in Tasklist. Each remembers which version of itself it is, so that a start only touches
 * what has changed here; filters that people made themselves have an owner and are never touched.
 */
@Component
class TasklistSetup implements SmartInitializingSingleton {

  private static final String VERSION = "faultdeskVersion";

  /** Tasklist shows the first two at once and the rest when asked. */
  private static final List<Map<String, String>> COLUMNS =
      List.of(
          Map.of("name", "number", "label", "Incident"),
          Map.of("name", "title", "label", "Title"),
          Map.of("name", "service", "label", "Service"),
          Map.of("name", "priority", "label", "Priority"));

  private static final List<Shared> FILTERS =
      List.of(
          new Shared(
              "My tasks", "#0b62a8", "Tasks that are mine.", 1,
              tasks -> tasks.taskAssigneeExpression("${currentUser()}")),
          new Shared(
              "My team's unclaimed tasks", "#2e7d32", "Tasks of my teams that nobody has claimed.", 1,
              tasks -> tasks.taskCandidateGroupInExpression("${currentUserGroups()}")),
          new Shared(
              "Overdue", "#b3261e", "Tasks whose time has run out.", 1,
              tasks -> tasks.dueBeforeExpression("${now()}")),
          new Shared(
              "Due today", "#c77700", "Tasks due before midnight, server time.", 1,
              tasks -> tasks
                  .dueAfterExpression("${dateTime().withTimeAtStartOfDay()}")
                  .dueBeforeExpression("${dateTime().plusDays(1).withTimeAtStartOfDay()}")),
          new Shared(
              "Priority 1", "#7b1fa2", "Tasks of incidents of the highest priority.", 1,
              tasks -> tasks.processVariableValueEquals("priority", 1)));

  private final FilterService filters;
  private final TaskService tasks;
  private final EngineAccessRights rights;
  private final TransactionTemplate transaction;

  TasklistSetup(
      FilterService filters, TaskService tasks, EngineAccessRights rights, TransactionTemplate transaction) {
    this.filters = filters;
    this.tasks = tasks;
    this.rights = rights;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(status -> share());
  }

  private void share() {
    int position = 0;
    for (Shared wanted : FILTERS) {
      Filter filter = existing(wanted.name());
      Map<String, Object> properties = properties(wanted, position++);
      if (filter == null || !Objects.equals(properties.get(VERSION), filter.getProperties().get(VERSION))) {
        filter = save(filter == null ? filters.newTaskFilter(wanted.name()) : filter, wanted, properties);
      }
      rights.shareFilter(filter.getId());
    }
  }

  private @Nullable Filter existing(String name) {
    return filters.createTaskFilterQuery().filterName(name).list().stream()
        .filter(filter -> filter.getOwner() == null)
        .findFirst()
        .orElse(null);
  }

  private Filter save(Filter filter, Shared wanted, Map<String, Object> properties) {
    filter.setQuery(wanted.query().apply(tasks.createTaskQuery()));
    filter.setProperties(properties);
    return filters.saveFilter(filter);
  }

  private static Map<String, Object> properties(Shared wanted, int position) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("color", wanted.color());
    properties.put("description", wanted.description());
    properties.put("priority", position);
    properties.put("refresh", true);
    properties.put("showUndefinedVariable", false);
    properties.put("variables", COLUMNS);
    properties.put(VERSION, wanted.version() + "-" + Integer.toHexString(properties.hashCode()));
    return properties;
  }

  /**
   * A filter everybody sees.
   *
   * @param version to be raised when the query changes; a change of the rest is noticed by itself
   */
  private record Shared(
      String name, String color, String description, int version, UnaryOperator<TaskQuery> query) {}
}
