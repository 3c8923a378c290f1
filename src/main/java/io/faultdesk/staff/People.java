package io.faultdesk.staff;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port to the directory in which people sign in; {@code workflow} implements it. */
public interface People {

  /**
   * Makes the directory agree with what {@code faultdesk.yaml} declares: people, teams as groups, roles as groups. A
   * password is only set for somebody who is new. Who was declared once and is no more does not get in any longer; who
   * was made by hand in Camunda Admin stays.
   *
   * @param initialPassword null: somebody new gets a random password that nobody knows
   */
  void sync(Collection<Person> people, Collection<Team> teams, @Nullable String initialPassword);

  /** Everybody declared has this password, whatever they chose, until the next {@link #sync} after a start. */
  void lend(String password);

  /** The mail address the directory has for that person. */
  Optional<String> email(String person);
}
