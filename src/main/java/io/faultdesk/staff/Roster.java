package io.faultdesk.staff;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who is in which team, and who gets the next task. */
@Component
public class Roster {

  /** The available member of the team with the fewest open tasks, ties by name; nobody where none is available. */
  public Optional<Person> pick(String team) {
    throw new UnsupportedOperationException();
  }

  /** The team's lead, where one is declared. */
  public Optional<Person> lead(String team) {
    throw new UnsupportedOperationException();
  }

  /** The declared team of that id. */
  public Optional<Team> team(String id) {
    throw new UnsupportedOperationException();
  }
}
