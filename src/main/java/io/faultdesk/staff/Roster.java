package io.faultdesk.staff;

import static java.util.Comparator.comparing;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Who is in which team, and who gets the next task. */
@Component
public class Roster {

  private final OpenTasks openTasks;
  private volatile Duty duty;

  Roster(StaffSettings settings, OpenTasks openTasks) {
    this.openTasks = openTasks;
    duty = Duty.of(settings);
  }

  /** The available member of the team with the fewest open tasks, ties by name; nobody where none is available. */
  public Optional<Person> pick(String team) {
    List<Person> available = duty.available(team);
    if (available.size() <= 1) {
      return available.stream().findFirst();
    }
    Map<String, Long> load = openTasks.count(available.stream().map(Person::id).toList());
    return available.stream()
        .min(comparing((Person person) -> load.getOrDefault(person.id(), 0L)).thenComparing(Person::id));
  }

  /** That member of the team, where they could be picked. */
  public Optional<Person> pickable(String team, String person) {
    return duty.available(team).stream().filter(member -> member.id().equals(person)).findFirst();
  }

  /** The team's lead, where one is declared. */
  public Optional<Person> lead(String team) {
    return team(team).map(Team::lead).map(duty.people()::get);
  }

  /** The declared team of that id. */
  public Optional<Team> team(String id) {
    return Optional.ofNullable(duty.teams().get(id));
  }

  /** Every declared team. */
  public Collection<Team> teams() {
    return duty.teams().values();
  }

  /** Every declared person. */
  public Collection<Person> people() {
    return duty.people().values();
  }

  /** From now on these settings count. */
  void adopt(StaffSettings settings) {
    duty = Duty.of(settings);
  }

  /** Teams and people as they stand together, by id. */
  private record Duty(Map<String, Team> teams, Map<String, Person> people) {

    static Duty of(StaffSettings settings) {
      Map<String, Person> people = new TreeMap<>();
      settings.people().forEach(entry -> people.put(entry.id(), person(entry)));
      Map<String, Team> teams = new TreeMap<>();
      settings.teams().forEach(entry -> teams.put(entry.id(), team(entry)));
      return new Duty(teams, people);
    }

    /** The members of that team who can take work. */
    List<Person> available(String team) {
      Team asked = teams.get(team);
      return asked == null ? List.of() : asked.members().stream().map(people::get).filter(Person::available).toList();
    }

    private static Person person(StaffSettings.PersonEntry entry) {
      String name = entry.name();
      return new Person(entry.id(), name == null ? entry.id() : name, entry.email(), entry.roles(), entry.available());
    }

    private static Team team(StaffSettings.TeamEntry entry) {
      Set<String> members = new LinkedHashSet<>(entry.members());
      String lead = entry.lead();
      if (lead != null) {
        members.add(lead);
      }
      String title = entry.title();
      return new Team(entry.id(), title == null ? entry.id() : title, lead, List.copyOf(members));
    }
  }
}
