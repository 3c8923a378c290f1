package io.faultdesk.workflow;

import static java.util.stream.Collectors.toMap;

import io.faultdesk.staff.Person;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.jspecify.annotations.Nullable;

/**
 * Makes users of the people declared and closes the accounts of those who are declared no more. The directory carries a note
 * on each of them; users without one were made by hand and are left alone, as is {@code admin}.
 */
final class Enrolment {

  private static final String NOTE = "faultdesk.staff";

  private final IdentityService identity;
  private final Map<String, User> users;

  Enrolment(IdentityService identity) {
    this.identity = identity;
    users = identity.createUserQuery().list().stream().collect(toMap(User::getId, user -> user));
  }

  /** Brings the user in line with the person; a password is set where none is that the person knows and may keep. */
  void enrol(Person person, @Nullable String initialPassword) {
    User before = users.get(person.id());
    Optional<Standing> standing = standing(person.id());
    boolean anew = before == null || standing.filter(is -> is != Standing.DECLARED).isPresent();
    User user = before == null ? identity.newUser(person.id()) : before;
    if (rename(user, person) || anew) {
      if (anew) {
        user.setPassword(initialPassword == null ? unguessable() : initialPassword);
      }
      identity.saveUser(user);
    }
    if (standing.filter(Standing.DECLARED::equals).isEmpty()) {
      note(person.id(), Standing.DECLARED);
    }
  }

  /** Nobody signs in any more who was declared once and is not among these; a lent password ends in any case. */
  void closeOthers(Set<String> declared) {
    // a file without people has nobody leave
    Set<Standing> closing =
        declared.isEmpty() ? EnumSet.of(Standing.LENT) : EnumSet.of(Standing.LENT, Standing.DECLARED);
    others()
        .filter(user -> !declared.contains(user.getId()))
        .filter(user -> standing(user.getId()).filter(closing::contains).isPresent())
        .forEach(this::close);
  }

  /** Everybody declared has this password until the next start. */
  void lend(String password) {
    others().filter(user -> standing(user.getId()).filter(Standing.DECLARED::equals).isPresent()).forEach(user -> {
      user.setPassword(password);
      identity.saveUser(user);
      note(user.getId(), Standing.LENT);
    });
  }

  private void close(User user) {
    user.setPassword(unguessable());
    identity.saveUser(user);
    identity.createGroupQuery().groupMember(user.getId()).list().stream().map(Group::getId)
        .forEach(group -> identity.deleteMembership(user.getId(), group));
    note(user.getId(), Standing.LEFT);
  }

  /** All users but {@code admin}. */
  private Stream<User> others() {
    return users.values().stream().filter(user -> !user.getId().equals(EngineDirectory.ADMIN));
  }

  private Optional<Standing> standing(String user) {
    return Optional.ofNullable(identity.getUserInfo(user, NOTE)).map(Standing::valueOf);
  }

  private void note(String user, Standing standing) {
    identity.setUserInfo(user, NOTE, standing.name());
  }

  /** Says whether anything was different. */
  private static boolean rename(User user, Person person) {
    int split = person.name().lastIndexOf(' ');
    String first = split < 0 ? person.name() : person.name().substring(0, split);
    String last = split < 0 ? "" : person.name().substring(split + 1);
    if (first.equals(user.getFirstName())
        && last.equals(Objects.requireNonNullElse(user.getLastName(), ""))
        && Objects.equals(person.email(), user.getEmail())) {
      return false;
    }
    user.setFirstName(first);
    user.setLastName(last);
    user.setEmail(person.email());
    return true;
  }

  private static String unguessable() {
    return new BigInteger(256, new SecureRandom()).toString(36);
  }

  /** What the directory notes of somebody who is or was declared. */
  private enum Standing {
    /** Declared, with a password of their own. */
    DECLARED,
    /** Declared, with a password that counts until the next start. */
    LENT,
    /** Declared no more. */
    LEFT
  }
}
