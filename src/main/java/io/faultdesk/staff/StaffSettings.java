package io.faultdesk.staff;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.staff}: teams and people. They are lists, because sign-in names may hold dots, which keys of settings may not.
 *
 * @param initialPassword what somebody new signs in with; without it nobody knows their password until an administrator
 *     sets one
 * @param lendPassword every start gives everybody the initial password again, for as long as that start lasts; the demo does
 */
@Validated
@ConfigurationProperties(prefix = StaffSettings.PREFIX, ignoreUnknownFields = false)
record StaffSettings(
    @DefaultValue List<@Valid TeamEntry> teams,
    @DefaultValue List<@Valid PersonEntry> people,
    @Nullable String initialPassword,
    @DefaultValue("false") boolean lendPassword) {

  static final String PREFIX = "faultdesk.staff";
  static final List<String> ROLES = List.of("admin", "rule-author", "modeler", "manager");

  StaffSettings {
    Set<String> known = new HashSet<>();
    people.forEach(person -> {
      require(known.add(person.id()), "people", person.id() + " is declared twice");
      person.roles().forEach(role -> require(ROLES.contains(role), "people." + person.id() + ".roles",
          role + " is none of " + String.join(", ", ROLES)));
    });
    Set<String> groups = new HashSet<>(ROLES);
    teams.forEach(team -> {
      require(groups.add(team.id()), "teams", team.id() + " is declared twice or is the name of a role");
      team.members().forEach(member -> require(known.contains(member), "teams." + team.id() + ".members",
          member + " is not among faultdesk.staff.people"));
      require(team.lead() == null || known.contains(team.lead()), "teams." + team.id() + ".lead",
          team.lead() + " is not among faultdesk.staff.people");
    });
  }

  private static void require(boolean right, String key, String reason) {
    if (!right) {
      throw new IllegalArgumentException(PREFIX + "." + key + ": " + reason);
    }
  }

  /** One team; its lead is a member whether the list says so or not. */
  record TeamEntry(@NotBlank String id, @Nullable String title, @Nullable String lead,
      @DefaultValue List<String> members) {}

  /** One person. */
  record PersonEntry(
      @NotBlank String id,
      @Nullable String name,
      @Nullable @Email String email,
      @DefaultValue Set<String> roles,
      @DefaultValue("true") boolean available) {}
}
