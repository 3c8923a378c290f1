package io.faultdesk.staff;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.staff}: teams and people by id.
 *
 * @param initialPassword what somebody new signs in with; without it nobody knows their password until an administrator
 *     sets one
 */
@Validated
@ConfigurationProperties(prefix = StaffSettings.PREFIX, ignoreUnknownFields = false)
record StaffSettings(
    @DefaultValue Map<String, @Valid TeamEntry> teams,
    @DefaultValue Map<String, @Valid PersonEntry> people,
    @Nullable String initialPassword) {

  static final String PREFIX = "faultdesk.staff";
  static final Set<String> ROLES = Set.of("admin", "rule-author", "modeler", "manager");

  StaffSettings {
    teams.forEach((id, team) -> {
      for (String member : team.members()) {
        require(people.containsKey(member), "teams." + id + ".members",
            member + " is not among faultdesk.staff.people");
      }
      require(team.lead() == null || people.containsKey(team.lead()), "teams." + id + ".lead",
          team.lead() + " is not among faultdesk.staff.people");
    });
    people.forEach((id, person) -> {
      require(!teams.containsKey(id) && !ROLES.contains(id), "people." + id, "is the name of a team or a role");
      person.roles().forEach(
          role -> require(ROLES.contains(role), "people." + id + ".roles",
              role + " is none of " + new ArrayList<>(ROLES)));
    });
  }

  private static void require(boolean right, String key, String reason) {
    if (!right) {
      throw new IllegalArgumentException(PREFIX + "." + key + ": " + reason);
    }
  }

  /** One team; its lead is a member whether the list says so or not. */
  record TeamEntry(@Nullable String title, @Nullable String lead, @DefaultValue List<String> members) {
  }

  /** One person. */
  record PersonEntry(
      @Nullable String name,
      @Nullable @Email String email,
      @DefaultValue Set<String> roles,
      @DefaultValue("true") boolean available) {
  }
}
