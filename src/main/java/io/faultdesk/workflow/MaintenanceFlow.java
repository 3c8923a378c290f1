package io.faultdesk.workflow;

import io.faultdesk.incident.MaintenanceProposed;
import io.faultdesk.incident.MaintenanceWithdrawn;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Roster;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Has a proposed maintenance window decided on by somebody else than who proposed it. Everything runs in the transaction in
 * which it happened, so that window and process never disagree.
 */
@Component
@Transactional
class MaintenanceFlow {

  /** Key of the process that has one window decided on; its business key is the number of the window. */
  static final String PROCESS = "maintenance-approval";

  private static final String WITHDRAWN = "maintenance-withdrawn";

  /** Whoever has this role may always decide, so that nothing waits for somebody who is away. */
  private static final String ALWAYS = "manager";

  private final RuntimeService runtimeService;
  private final Roster roster;
  private final Notices notices;
  private final AsEngine asEngine;

  MaintenanceFlow(RuntimeService runtimeService, Roster roster, Notices notices, AsEngine asEngine) {
    this.runtimeService = runtimeService;
    this.roster = roster;
    this.notices = notices;
    this.asEngine = asEngine;
  }

  @EventListener
  void on(MaintenanceProposed proposed) {
    asEngine.run(
        () -> runtimeService.startProcessInstanceByKey(PROCESS, proposed.number(), startVariables(proposed)));
  }

  @EventListener
  void on(MaintenanceWithdrawn withdrawn) {
    asEngine.run(
        () -> runtimeService.createMessageCorrelation(WITHDRAWN).processInstanceBusinessKey(withdrawn.number())
            .correlateAll());
  }

  @EventListener
  void on(DelegateTask task) {
    String assignee = task.getAssignee();
    if (TaskKeys.APPROVE_MAINTENANCE.equals(task.getTaskDefinitionKey())
        && TaskListener.EVENTNAME_ASSIGNMENT.equals(task.getEventName())
        && assignee != null
        && !assignee.equals(asEngine.actor())) {
      notices.assigned(task, assignee);
    }
  }

  private Map<String, Object> startVariables(MaintenanceProposed proposed) {
    Optional<String> approver = approver(proposed);
    Stream<String> teams = approver.isPresent() ? Stream.of() : proposed.teams().stream();
    Map<String, Object> variables = new HashMap<>();
    variables.put(ProcessVariables.MAINTENANCE, proposed.number());
    variables.put(ProcessVariables.TITLE, proposed.title());
    variables.put(ProcessVariables.SERVICE, Texts.fitting(proposed.services()));
    variables.put(
        ProcessVariables.CONDITIONS, proposed.conditions() == null ? null : Texts.fitting(proposed.conditions()));
    variables.put(ProcessVariables.WHY, Texts.fitting(proposed.reason()));
    variables.put(ProcessVariables.TIMES, Texts.fitting(proposed.when()));
    variables.put(ProcessVariables.PROPOSED_BY, proposed.by());
    variables.put(ProcessVariables.FIRST_START, Date.from(proposed.firstStart()));
    variables.put(ProcessVariables.APPROVER, approver.orElse(null));
    variables.put(
        ProcessVariables.APPROVER_GROUPS, Stream.concat(teams, Stream.of(ALWAYS)).collect(Collectors.joining(",")));
    return variables;
  }

  /** The lead of the one team it concerns; nobody in particular where there are more, or the lead is away or proposed it. */
  private Optional<String> approver(MaintenanceProposed proposed) {
    return proposed.teams().size() == 1
        ? roster.lead(proposed.teams().getFirst())
            .filter(Person::available)
            .map(Person::id)
            .filter(lead -> !lead.equals(proposed.by()))
        : Optional.empty();
  }
}
