package io.faultdesk.workflow;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.NewFinding;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.jobexecutor.TimerStartEventSubprocessJobHandler;
import org.camunda.bpm.engine.management.JobDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Looks every minute whether each open incident has exactly one live process, and that process a person or a job that moves
 * it on. Where that is not so, it becomes an incident itself, which clears with its cause.
 */
@Component
class ProcessCheck {

  static final String RULE = "process-check";

  private static final String KEY_PREFIX = "faultdesk/" + RULE + "/";
  private static final ServiceName SELF = ServiceName.of("faultdesk");

  private final IncidentDesk desk;
  private final RuntimeService runtimeService;
  private final TaskService taskService;
  private final ManagementService managementService;
  private final TransactionOperations transaction;
  private final Clock clock;

  private Map<String, String> suspected = Map.of();

  ProcessCheck(
      IncidentDesk desk,
      RuntimeService runtimeService,
      TaskService taskService,
      ManagementService managementService,
      TransactionOperations transaction,
      Clock clock) {
    this.desk = desk;
    this.runtimeService = runtimeService;
    this.taskService = taskService;
    this.managementService = managementService;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Only what two looks in a row find counts: between two queries, an incident may open or close. */
  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
  synchronized void look() {
    Map<String, String> found = violations();
    Set<String> sure = new HashSet<>(found.keySet());
    sure.retainAll(suspected.keySet());
    suspected = found;
    Set<String> raised = raised();
    sure.stream()
        .filter(number -> !raised.contains(number))
        .forEach(number -> raise(number, String.valueOf(found.get(number))));
    raised.stream().filter(number -> !found.containsKey(number)).forEach(this::clear);
  }

  /** The numbers whose finding is open, asked each time: what could not be written is tried again, also after a restart. */
  private Set<String> raised() {
    return desk.openFindings().stream()
        .map(IncidentDesk.OpenFinding::key)
        .filter(key -> key.startsWith(KEY_PREFIX))
        .map(key -> key.substring(KEY_PREFIX.length()))
        .collect(Collectors.toSet());
  }

  /** By incident number, what is wrong with its process. */
  Map<String, String> violations() {
    Set<String> open = Set.copyOf(desk.openNumbers());
    List<ProcessInstance> instances = runtimeService.createProcessInstanceQuery().active().list();
    Map<String, Long> living =
        instances.stream()
            .filter(instance -> ResponseFlow.PROCESS.equals(key(instance)) && instance.getBusinessKey() != null)
            .collect(Collectors.groupingBy(ProcessInstance::getBusinessKey, Collectors.counting()));
    Set<String> moving = moving(instances);
    Map<String, String> violations = new HashMap<>();
    for (String number : open) {
      long processes = living.getOrDefault(number, 0L);
      if (processes != 1) {
        violations.put(number, number + " is open and has " + processes + " processes instead of one");
      } else if (!moving.contains(number)) {
        violations.put(number, number + " waits for nobody: its process has neither a task nor a job that can run");
      }
    }
    living.keySet().stream()
        .filter(number -> !open.contains(number))
        .forEach(number -> violations.put(number, number + " is closed and its process lives on"));
    return violations;
  }

  private Set<String> moving(List<ProcessInstance> instances) {
    Map<String, String> numbers = new HashMap<>();
    instances.forEach(instance -> numbers.put(instance.getId(), instance.getBusinessKey()));
    // The timers of the two clocks wait in every process; they call for help and move nothing.
    Set<String> clocks =
        managementService.createJobDefinitionQuery().jobType(TimerStartEventSubprocessJobHandler.TYPE).list().stream()
            .map(JobDefinition::getId)
            .collect(Collectors.toSet());
    Set<String> moving =
        managementService.createJobQuery().withRetriesLeft().active().list().stream()
            .filter(job -> !clocks.contains(job.getJobDefinitionId()))
            .map(Job::getProcessInstanceId)
            .map(numbers::get)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(HashSet::new));
    taskService.createTaskQuery().active().list().stream()
        .map(task -> numbers.get(task.getProcessInstanceId()))
        .filter(Objects::nonNull)
        .forEach(moving::add);
    return moving;
  }

  private void raise(String number, String because) {
    transaction.executeWithoutResult(
        status -> desk.insist(
            new NewFinding(
                findingKey(number),
                FindingSource.RULE,
                RULE,
                SELF,
                Severity.MAJOR,
                Category.OTHER,
                because,
                Map.of("incident", number),
                clock.instant())));
  }

  private void clear(String number) {
    transaction.executeWithoutResult(status -> desk.cleared(findingKey(number), clock.instant()));
  }

  private static String findingKey(String number) {
    return KEY_PREFIX + number;
  }

  private static String key(ProcessInstance instance) {
    return instance.getProcessDefinitionId().split(":", 2)[0];
  }
}
