package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.security.Accounts.Account;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Team;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** People, teams and roles in the engine's identity tables, and what they may do with tasks. */
@SpringBootTest(
    classes = EngineTestContext.class,
    webEnvironment = WebEnvironment.NONE,
    properties = {"spring.datasource.url=jdbc:h2:mem:directory;DB_CLOSE_DELAY=-1", "spring.flyway.enabled=false"})
class EngineDirectoryTest {

  private static final Person LI = new Person("li.na", "Li Na", "li.na@example.org", Set.of("manager"), true);
  private static final Person WANG = new Person("wang.wei", "王伟", null, Set.of(), true);
  private static final Person CHEN = new Person("chen.jie", "Chen Jie", null, Set.of(), true);
  private static final List<Team> TEAMS =
      List.of(
          new Team("platform", "Platform 平台", "li.na", List.of("li.na", "wang.wei")),
          new Team("data-quality", "Data quality", null, List.of("chen.jie")));

  @Autowired EngineDirectory directory;
  @Autowired IdentityService identity;
  @Autowired AuthorizationService authorizations;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;

  @BeforeEach
  void sync() {
    directory.sync(List.of(LI, WANG, CHEN), TEAMS, "first");
  }

  @AfterEach
  void forgetCaller() {
    identity.clearAuthentication();
    runtime.createProcessInstanceQuery().list()
        .forEach(instance -> runtime.deleteProcessInstance(instance.getId(), "test over"));
  }

  @Test
  void makes_users_and_groups_of_people_teams_and_roles() {
    assertThat(directory.find("li.na")).map(Account::groups).contains(Set.of("platform", "platform-lead", "manager"));
    assertThat(directory.find("wang.wei")).map(Account::groups).contains(Set.of("platform"));
    assertThat(directory.email("li.na")).contains("li.na@example.org");
    assertThat(directory.email("wang.wei")).isEmpty();
    assertThat(identity.createUserQuery().userId("wang.wei").singleResult().getFirstName()).isEqualTo("王伟");
  }

  @Test
  void changes_nothing_the_second_time() {
    long before = authorizations.createAuthorizationQuery().count();
    sync();
    assertThat(authorizations.createAuthorizationQuery().count()).isEqualTo(before);
  }

  @Test
  void sets_a_password_once() {
    directory.sync(List.of(LI, WANG, CHEN), TEAMS, "second");
    assertThat(directory.signIn("wang.wei", "first")).isPresent();
    directory.sync(List.of(LI, WANG, CHEN, new Person("new", "New", null, Set.of(), true)), TEAMS, null);
    assertThat(directory.signIn("new", "")).isEmpty();
  }

  @Test
  void who_left_stays_a_user_without_groups_and_does_not_get_in() {
    identity.createMembership("wang.wei", "manager");
    directory.sync(List.of(LI, CHEN), List.of(new Team("platform", "Platform 平台", "chen.jie", List.of("chen.jie"))),
        null);
    assertThat(directory.find("wang.wei")).map(Account::groups).contains(Set.of());
    assertThat(directory.signIn("wang.wei", "first")).isEmpty();
    assertThat(directory.find("li.na")).map(Account::groups).contains(Set.of("manager"));
    assertThat(directory.find("chen.jie")).map(Account::groups)
        .contains(Set.of("platform", "platform-lead", "data-quality"));
    directory.sync(List.of(), List.of(), null);
    assertThat(directory.find("li.na")).map(Account::groups).contains(Set.of("manager"));
    assertThat(directory.signIn("li.na", "first")).isPresent();
    sync();
    assertThat(directory.signIn("wang.wei", "first")).as("who comes back is new").isPresent();
  }

  @Test
  void who_was_made_by_hand_stays_with_password_and_groups() {
    User guest = identity.newUser("guest");
    guest.setPassword("of the guest");
    identity.saveUser(guest);
    identity.createMembership("guest", "data-quality");
    sync();
    assertThat(directory.signIn("guest", "of the guest")).isPresent();
    directory.sync(List.of(LI, new Person("guest", "Guest", null, Set.of("manager"), true)), TEAMS.subList(0, 0),
        "first");
    assertThat(directory.signIn("guest", "of the guest")).map(Account::groups)
        .hasValueSatisfying(groups -> assertThat(groups).contains("manager"));
    identity.deleteUser("guest");
    identity.deleteUserInfo("guest", "faultdesk.staff");
  }

  @Test
  void a_lent_password_ends_with_the_next_start() {
    identity.createUserQuery().userId("li.na").list().forEach(li -> {
      li.setPassword("chosen by Li Na");
      identity.saveUser(li);
    });
    directory.lend("demo");
    assertThat(directory.signIn("li.na", "demo")).isPresent();
    assertThat(directory.signIn("wang.wei", "demo")).isPresent();
    directory.sync(List.of(), List.of(), null);
    assertThat(directory.signIn("li.na", "demo")).as("a file without people").isEmpty();
    sync();
    directory.lend("demo");
    directory.sync(List.of(LI, CHEN), TEAMS.subList(0, 0), null);
    for (String user : List.of("li.na", "chen.jie", "wang.wei")) {
      assertThat(directory.signIn(user, "demo")).as(user).isEmpty();
    }
    sync();
    directory.lend("demo");
    directory.sync(List.of(LI, WANG, CHEN), TEAMS, "another");
    directory.lend("another");
    assertThat(directory.signIn("li.na", "demo")).isEmpty();
    assertThat(directory.signIn("li.na", "another")).isPresent();
    sync();
  }

  @Test
  void makes_the_admin_once() {
    boolean made = directory.createAdmin("secret of the admin");
    assertThat(directory.createAdmin("another")).isFalse();
    assertThat(made).isTrue();
    assertThat(directory.signIn("admin", "secret of the admin")).map(Account::isAdmin).contains(true);
    sync();
    assertThat(directory.find("admin")).map(Account::groups).contains(Set.of("admin", "camunda-admin", "rule-author"));
  }

  @Test
  void lets_nobody_keep_somebody_else_out_by_guessing() {
    for (int i = 0; i < 20; i++) {
      assertThat(directory.signIn("chen.jie", "guess " + i)).isEmpty();
    }
    assertThat(directory.signIn("nobody", "guess")).isEmpty();
    assertThat(directory.signIn("chen.jie", "first")).isPresent();
  }

  @Test
  void lets_candidates_claim_and_complete_but_only_leads_reassign() {
    work();
    runtime.startProcessInstanceByKey("work");

    as("wang.wei");
    List<Task> mine = tasks.createTaskQuery().taskDefinitionKey("do").list();
    assertThat(mine).hasSize(2);
    String first = mine.getFirst().getId();
    tasks.claim(first, "wang.wei");
    assertThatThrownBy(() -> tasks.setAssignee(first, "chen.jie")).isInstanceOf(AuthorizationException.class);
    tasks.complete(first);
    assertThatThrownBy(() -> runtime.startProcessInstanceByKey("work")).isInstanceOf(AuthorizationException.class);

    as("chen.jie");
    assertThat(tasks.createTaskQuery().taskDefinitionKey("do").list()).isEmpty();
    String second = mine.getLast().getId();
    assertThatThrownBy(() -> tasks.claim(second, "chen.jie")).isInstanceOf(AuthorizationException.class);

    as("li.na");
    tasks.setAssignee(second, "chen.jie");

    as("chen.jie");
    tasks.complete(second);
  }

  @Test
  void claiming_is_no_way_for_a_candidate_to_reassign() {
    work();
    as("wang.wei");
    String task = tasks.createTaskQuery().taskDefinitionKey("do").singleResult().getId();
    assertThatThrownBy(() -> tasks.claim(task, "li.na")).isInstanceOf(AuthorizationException.class);
    tasks.claim(task, "wang.wei");
    tasks.claim(task, null);

    as("li.na");
    tasks.claim(task, "li.na");

    as("wang.wei");
    assertThatThrownBy(() -> tasks.claim(task, null)).isInstanceOf(AuthorizationException.class);

    as("li.na");
    tasks.claim(task, null);
    tasks.claim(task, "wang.wei");
    assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee()).isEqualTo("wang.wei");
  }

  private void work() {
    repository
        .createDeployment()
        .addModelInstance(
            "work.bpmn",
            Bpmn.createExecutableProcess("work").camundaHistoryTimeToLive(1).startEvent()
                .userTask("do").camundaCandidateGroups("platform").endEvent().done())
        .deploy();
    runtime.startProcessInstanceByKey("work");
  }

  private void as(String user) {
    identity.clearAuthentication();
    identity.setAuthentication(user, List.copyOf(directory.find(user).orElseThrow().groups()));
  }
}
