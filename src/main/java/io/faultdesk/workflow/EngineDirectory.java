package io.faultdesk.workflow;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.faultdesk.security.Accounts;
import io.faultdesk.staff.People;
import io.faultdesk.staff.Person;
import io.faultdesk.staff.Team;
import io.faultdesk.workflow.EngineAccessRights.Right;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one directory of people: users, passwords and groups in the engine's identity tables, where Camunda Admin also
 * finds them. A team is a group, its lead is alone in the group {@code TEAM-lead}, a role is a group.
 */
@Component
class EngineDirectory implements Accounts, People {

  static final String ADMIN = "admin";
  private static final String RULE_AUTHOR = "rule-author";
  private static final String TEAM_TYPE = "WORKFLOW";
  private static final String ROLE_TYPE = "ROLE";

  private final IdentityService identity;
  private final EngineAccessRights rights;
  private final TransactionTemplate transaction;

  EngineDirectory(IdentityService identity, EngineAccessRights rights, TransactionTemplate transaction) {
    this.identity = identity;
    this.rights = rights;
    this.transaction = transaction;
  }

  @Override
  public Optional<Account> signIn(String user, String password) {
    return unchecked(() -> identity.checkPassword(user, password) ? account(user) : Optional.empty());
  }

  @Override
  public Optional<Account> find(String user) {
    return unchecked(() -> account(user));
  }

  @Override
  public Optional<String> email(String person) {
    return unchecked(() -> user(person).map(User::getEmail).filter(address -> !address.isBlank()));
  }

  @Override
  public boolean createAdmin(String password) {
    return unchecked(
        () -> {
          try {
            return Boolean.TRUE.equals(transaction.execute(status -> createAdminOnce(password)));
          } catch (ProcessEngineException lostRace) {
            if (user(ADMIN).isPresent()) {
              return false;
            }
            throw lostRace;
          }
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>The file decides who is in a declared team, its lead group and the roles. Somebody who is no longer in it stays a
   * user, for the history's sake, without any group and without a password that anybody knows; the groups of a team that
   * is no longer in it stay, because tasks may still lie there. A file without people leaves everybody to Camunda Admin,
   * and so does any file those who were made there.
   */
  @Override
  public void sync(Collection<Person> people, Collection<Team> teams, @Nullable String initialPassword) {
    unchecked(
        () -> {
          Runnable once =
              () -> transaction.executeWithoutResult(status -> syncOnce(people, teams, initialPassword));
          try {
            once.run();
          } catch (ProcessEngineException lostRace) {
            // Another node that started at the same moment has made what this one wanted to make; what is left is little.
            once.run();
          }
          return true;
        });
  }

  @Override
  public void lend(String password) {
    unchecked(
        () -> {
          transaction.executeWithoutResult(status -> new Enrolment(identity).lend(password));
          return true;
        });
  }

  private boolean createAdminOnce(String password) {
    if (user(ADMIN).isPresent()) {
      return false;
    }
    User admin = identity.newUser(ADMIN);
    admin.setFirstName("Faultdesk");
    admin.setLastName("Admin");
    admin.setPassword(password);
    identity.saveUser(admin);
    Map<String, WantedGroup> groups = roles(List.of());
    // whoever is alone with a new server must be able to do everything
    groups.keySet().retainAll(Set.of(ADMIN, RULE_AUTHOR));
    groups.put(Groups.CAMUNDA_ADMIN, new WantedGroup("Camunda administrators", Groups.GROUP_TYPE_SYSTEM,
        Set.of(ADMIN), EngineAccessRights.ofAdmins()));
    saveGroups(groups);
    groups.keySet().forEach(group -> identity.createMembership(ADMIN, group));
    return true;
  }

  private void syncOnce(Collection<Person> people, Collection<Team> teams, @Nullable String initialPassword) {
    Enrolment enrolment = new Enrolment(identity);
    people.forEach(person -> enrolment.enrol(person, initialPassword));
    enrolment.closeOthers(people.stream().map(Person::id).collect(toSet()));
    Map<String, WantedGroup> groups = roles(people);
    teams.forEach(team -> addTeam(groups, team));
    saveGroups(groups);
    if (!people.isEmpty()) {
      groups.forEach((id, group) -> saveMembers(id, group.members()));
    }
  }

  private static Map<String, WantedGroup> roles(Collection<Person> people) {
    Map<String, WantedGroup> groups = new TreeMap<>();
    EngineAccessRights.ofRoles()
        .forEach(
            (role, rights) -> {
              Set<String> members =
                  people.stream().filter(person -> person.roles().contains(role)).map(Person::id).collect(toSet());
              groups.put(role, new WantedGroup(role, ROLE_TYPE, members, rights));
            });
    return groups;
  }

  private static void addTeam(Map<String, WantedGroup> groups, Team team) {
    Set<String> lead = team.lead() == null ? Set.of() : Set.of(team.lead());
    groups.put(
        team.id(),
        new WantedGroup(team.title(), TEAM_TYPE, Set.copyOf(team.members()), EngineAccessRights.ofStaff()));
    groups.put(
        team.id() + "-lead",
        new WantedGroup(team.title() + " (lead)", TEAM_TYPE, lead, EngineAccessRights.ofLeads()));
  }

  private void saveGroups(Map<String, WantedGroup> wanted) {
    Map<String, Group> existing =
        identity.createGroupQuery().groupIdIn(wanted.keySet().toArray(String[]::new)).list().stream()
            .collect(toMap(Group::getId, group -> group));
    wanted.forEach((id, group) -> saveGroup(existing.get(id), id, group));
    Map<String, List<Right>> grants = new HashMap<>();
    wanted.forEach((id, group) -> grants.put(id, group.rights()));
    rights.grant(grants);
  }

  private void saveGroup(@Nullable Group before, String id, WantedGroup wanted) {
    if (before != null && wanted.name().equals(before.getName())) {
      return;
    }
    Group group = before == null ? identity.newGroup(id) : before;
    group.setName(wanted.name());
    group.setType(wanted.type());
    identity.saveGroup(group);
  }

  private void saveMembers(String group, Set<String> wanted) {
    Set<String> members =
        identity.createUserQuery().memberOfGroup(group).list().stream().map(User::getId).collect(toSet());
    for (String gone : members) {
      // No file can lock the last one out who can always get in.
      if (!wanted.contains(gone) && !gone.equals(ADMIN)) {
        identity.deleteMembership(gone, group);
      }
    }
    Set<String> joining = new HashSet<>(wanted);
    joining.removeAll(members);
    joining.forEach(person -> identity.createMembership(person, group));
  }

  private Optional<Account> account(String user) {
    return user(user)
        .map(
            found -> new Account(
                found.getId(),
                identity.createGroupQuery().groupMember(found.getId()).list().stream()
                    .map(Group::getId)
                    .collect(toSet())));
  }

  private Optional<User> user(String id) {
    return Optional.ofNullable(identity.createUserQuery().userId(id).singleResult());
  }

  /** Asks the directory itself, whatever the person whose request this may be is allowed to see of it. */
  private <T> T unchecked(Supplier<T> question) {
    var caller = identity.getCurrentAuthentication();
    identity.clearAuthentication();
    try {
      return question.get();
    } finally {
      if (caller != null) {
        identity.setAuthentication(caller);
      }
    }
  }

  private record WantedGroup(String name, String type, Set<String> members, List<Right> rights) {}
}
