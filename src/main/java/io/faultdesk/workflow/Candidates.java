package io.faultdesk.workflow;

import static java.util.stream.Collectors.toSet;

import io.faultdesk.staff.Person;
import io.faultdesk.staff.Roster;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;

/** Who may take a task that has come to nobody in particular. */
@Component
class Candidates {

  /** More see it in Tasklist soon enough, and a mail to everybody is read by nobody. */
  static final int MOST = 20;

  private final IdentityService identity;
  private final Roster roster;
  private final AsEngine asEngine;

  Candidates(IdentityService identity, Roster roster, AsEngine asEngine) {
    this.identity = identity;
    this.roster = roster;
    this.asEngine = asEngine;
  }

  /** Those of the task's candidates and their groups who can be written to, are not away and may answer it; at most {@value #MOST}. */
  List<String> reachable(DelegateTask task) {
    Set<String> away = roster.people().stream().filter(person -> !person.available()).map(Person::id).collect(toSet());
    List<String> found = new ArrayList<>();
    asEngine.run(
        () -> task.getCandidates().stream().flatMap(this::users)
            .filter(user -> user.getEmail() != null && !user.getEmail().isBlank())
            .map(User::getId)
            .filter(user -> !away.contains(user) && FourEyes.complaint(task, user).isEmpty())
            .distinct().sorted().limit(MOST).forEach(found::add));
    return found;
  }

  private Stream<User> users(IdentityLink candidate) {
    return candidate.getGroupId() == null
        ? identity.createUserQuery().userId(Objects.toString(candidate.getUserId(), "")).list().stream()
        : identity.createUserQuery().memberOfGroup(candidate.getGroupId()).list().stream();
  }
}
