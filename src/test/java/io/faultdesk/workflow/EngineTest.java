package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.time.Instant;
import io.faultdesk.testing.HandClock;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentOpened;
import io.faultdesk.incident.IncidentView;
import io.faultdesk.incident.MaintenanceDesk;
import io.faultdesk.notification.Dispatcher;
import io.faultdesk.prediction.TrainingDesk;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Roster;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.joda.time.DateTimeUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.transaction.support.TransactionTemplate;

/** The shipped processes on a real engine in memory; the modules around it are stood in for. */
@SpringBootTest(
    classes = EngineTest.Parts.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:workflow;DB_CLOSE_DELAY=-1",
      "spring.sql.init.mode=always",
      "spring.sql.init.schema-locations=classpath:db/migration/V20261122_19_00__retraining_turn.sql",
      // every context of this JVM makes it in the same database
      "spring.sql.init.continue-on-error=true",
      "camunda.bpm.job-execution.enabled=false",
      // the module that lets people in allows such names as well
      "camunda.bpm.generic-properties.properties.general-resource-whitelist-pattern=[a-z0-9.-]+",
      "faultdesk.processes.poll=1h"
    })
abstract class EngineTest {

  static final String TEAM = "platform";
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  static final Duration UNTIL_WORKING_HOURS = Duration.ofHours(9);
  static final Person LI_NA = new Person("li.na", "Li Na", "li.na@example.org", Set.of(), true);
  static final Person LEAD = new Person("wang.wei", "Wang Wei", "wang.wei@example.org", Set.of(), true);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Autowired RuntimeService runtimeService;
  @Autowired TaskService taskService;
  @Autowired ManagementService managementService;
  @Autowired RepositoryService repositoryService;
  @Autowired IdentityService identityService;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;
  @Autowired HandClock clock;
  @MockitoBean IncidentDesk desk;
  @MockitoBean MaintenanceDesk maintenance;
  @MockitoBean TrainingDesk training;
  @MockitoBean Roster roster;
  @MockitoBean Dispatcher dispatcher;

  final IncidentView view = mock(IncidentView.class);

  /** The engine has one clock for all contexts in this JVM: whichever started last had it. */
  @BeforeEach
  void takeTheEngine() {
    DateTimeUtils.setCurrentMillisProvider(clock::millis);
  }

  @BeforeEach
  void everybodyIsOnDuty() {
    lenient().when(roster.pick(anyString())).thenReturn(Optional.of(LI_NA));
    lenient().when(roster.lead(anyString())).thenReturn(Optional.of(LEAD));
    lenient().when(dispatcher.submit(any())).thenReturn(Optional.empty());
    lenient().when(dispatcher.zone()).thenReturn(ZONE);
    lenient().when(desk.find(anyString())).thenReturn(Optional.of(view));
    lenient().when(desk.tellsOfForecasts()).thenReturn(true);
    lenient().when(desk.escalate(anyString(), anyString(), anyInt())).thenReturn(true);
    lenient().when(view.state()).thenReturn(IncidentView.State.OPEN);
  }

  @AfterEach
  void leaveNothingBehind() {
    identityService.clearAuthentication();
    identityService.createUserQuery().list().forEach(user -> identityService.deleteUser(user.getId()));
    identityService.createGroupQuery().list().forEach(group -> identityService.deleteGroup(group.getId()));
    runtimeService
        .createProcessInstanceQuery()
        .rootProcessInstances()
        .list()
        .forEach(instance -> runtimeService.deleteProcessInstance(instance.getId(), "test over", true));
  }

  /** Makes that user, unless there is one, a member of that group. */
  void member(String user, @Nullable String email, String group) {
    if (identityService.createGroupQuery().groupId(group).count() == 0) {
      identityService.saveGroup(identityService.newGroup(group));
    }
    if (identityService.createUserQuery().userId(user).count() == 0) {
      User person = identityService.newUser(user);
      person.setEmail(email);
      identityService.saveUser(person);
    }
    identityService.createMembership(user, group);
  }

  /** Opens an incident as its module does, and says its number. */
  String open(int priority) {
    return open(priority, "rule");
  }

  /** Opens one that somebody else than a rule brought forward. */
  String open(int priority, String source) {
    String number = "INC-%06d".formatted(NUMBERS.incrementAndGet());
    IncidentOpened opened =
        new IncidentOpened(
            number,
            "Orders are slow",
            "crm-order",
            "performance",
            "major",
            source,
            priority,
            "high",
            "medium",
            TEAM,
            "p95 above 800 ms for 3 minutes",
            clock.instant(),
            clock.instant().plus(Duration.ofMinutes(45)),
            clock.instant().plus(Duration.ofMinutes(180)),
            clock.instant().plus(Duration.ofMinutes(60)),
            clock.instant().plus(Duration.ofMinutes(240)),
            clock.instant().plus(UNTIL_WORKING_HOURS));
    publish(opened);
    return number;
  }

  void publish(Object event) {
    transaction.executeWithoutResult(status -> events.publishEvent(event));
  }

  Task task(String number, String key) {
    List<Task> tasks = taskService.createTaskQuery().processInstanceBusinessKey(number).list();
    assertThat(tasks).extracting(Task::getTaskDefinitionKey).containsExactly(key);
    return tasks.getFirst();
  }

  void complete(String number, String key, Map<String, Object> answer) {
    taskService.complete(task(number, key).getId(), answer);
  }

  void confirm(String number) {
    complete(number, "diagnose", Map.of("outcome", "confirmed", "diagnosis", "The index is missing"));
  }

  void toRecovery(String number) {
    confirm(number);
    complete(number, "locate", Map.of("component", "crm-db", "cause", "no index"));
    complete(number, "repair", Map.of("action", "made the index 🛠 修复", "repaired", true));
    runDueJobs();
  }

  /** Runs what the job executor would run now. */
  void runDueJobs() {
    for (List<Job> jobs = due(); !jobs.isEmpty(); jobs = due()) {
      jobs.forEach(job -> managementService.executeJob(job.getId()));
    }
  }

  void advance(Duration duration) {
    clock.advance(duration);
    runDueJobs();
  }

  boolean runs(String number) {
    return runtimeService.createProcessInstanceQuery().processInstanceBusinessKey(number).count() > 0;
  }

  private List<Job> due() {
    return managementService.createJobQuery().executable().list();
  }

  /** The module's own beans on the auto-configured engine, without doors and without entities. */
  @EnableAutoConfiguration(
      exclude = {
        HibernateJpaAutoConfiguration.class,
        JpaRepositoriesAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        SecurityAutoConfiguration.class,
        UserDetailsServiceAutoConfiguration.class,
        ManagementWebSecurityAutoConfiguration.class
      })
  @EnableConfigurationProperties(WorkflowSettings.class)
  @Import({
    AsEngine.class,
    Answers.class,
    CheckRecovery.class,
    CloseIncident.class,
    DueDates.class,
    EngineGauges.class,
    EngineSetup.class,
    EnterPhase.class,
    Escalate.class,
    Escalation.class,
    MaintenanceFlow.class,
    MergeIncident.class,
    Notices.class,
    ProcessCheck.class,
    ProcessFolder.class,
    ProcessFolderHealth.class,
    ProcessesApi.class,
    ResolveIncident.class,
    ResponseFlow.class,
    RetrainingFlow.class,
    RetrainingTurn.class,
    StartTraining.class,
    CompareModels.class,
    SettleModel.class,
    Bulletin.class,
    Candidates.class,
    SendNotice.class,
    SettleMaintenance.class,
    TaskCount.class,
    TaskEvents.class,
    TellHolder.class
  })
  static class Parts {

    @Bean
    HandClock clock() {
      return new HandClock(Instant.parse("2026-11-20T08:00:00Z"));
    }
  }
}
