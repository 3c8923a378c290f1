package io.faultdesk.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.faultdesk.staff.StaffSettings.PersonEntry;
import io.faultdesk.staff.StaffSettings.TeamEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterTest {

  private final Map<String, Long> load = new HashMap<>();
  private final Roster roster = new Roster(
      settings(new TeamEntry("platform", "Platform", "wang.fang", List.of("li.na", "zhang.wei", "on.leave"))),
      people -> load);

  @Test
  void picks_the_member_with_the_fewest_open_tasks() {
    load.putAll(Map.of("wang.fang", 2L, "li.na", 1L, "zhang.wei", 3L));
    assertThat(roster.pick("platform")).map(Person::id).contains("li.na");
  }

  @Test
  void picks_by_name_where_the_load_is_equal() {
    assertThat(roster.pick("platform")).map(Person::id).contains("li.na");
  }

  @Test
  void never_picks_somebody_who_is_not_available() {
    load.putAll(Map.of("wang.fang", 9L, "li.na", 9L, "zhang.wei", 9L));
    assertThat(roster.pick("platform")).map(Person::id).contains("li.na");
  }

  @Test
  void picks_nobody_from_an_unknown_team_or_one_that_is_away() {
    assertThat(roster.pick("nobody-knows")).isEmpty();
    Roster away = new Roster(settings(new TeamEntry("platform", null, null, List.of("on.leave"))), people -> load);
    assertThat(away.pick("platform")).isEmpty();
  }

  @Test
  void whoever_could_be_picked_is_an_available_member_of_the_team_however_busy() {
    load.putAll(Map.of("zhang.wei", 9L));
    assertThat(roster.pickable("platform", "zhang.wei")).map(Person::id).contains("zhang.wei");
    assertThat(roster.pickable("platform", "on.leave")).isEmpty();
    assertThat(roster.pickable("platform", "ghost")).isEmpty();
    assertThat(roster.pickable("nobody-knows", "li.na")).isEmpty();
  }

  @Test
  void the_lead_is_a_member_whether_the_list_says_so_or_not() {
    assertThat(roster.team("platform").orElseThrow().members()).contains("wang.fang");
    assertThat(roster.lead("platform")).map(Person::id).contains("wang.fang");
  }

  @Test
  void a_member_that_nobody_declared_is_refused_with_its_place() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(new TeamEntry("platform", "Platform", null, List.of("ghost"))))
        .withMessage("faultdesk.staff.teams.platform.members: ghost is not among faultdesk.staff.people");
  }

  private static StaffSettings settings(TeamEntry platform) {
    return new StaffSettings(
        List.of(platform),
        List.of(person("wang.fang", true), person("li.na", true), person("zhang.wei", true), person("on.leave", false)),
        null, false);
  }

  private static PersonEntry person(String id, boolean available) {
    return new PersonEntry(id, null, null, Set.of(), available);
  }
}
