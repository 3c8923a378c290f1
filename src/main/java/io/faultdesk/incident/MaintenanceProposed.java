package io.faultdesk.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody proposed a maintenance window that needs an approval; published inside its transaction, so that its process starts
 * in the same one.
 *
 * @param services all that it covers, for people
 * @param conditions on the labels of their findings, for people; null where it covers all of them
 * @param teams the teams of the critical ones among them
 * @param when its first occurrences, for people
 * @param firstStart until when it has to be approved
 */
public record MaintenanceProposed(
    String number,
    String title,
    String services,
    @Nullable String conditions,
    List<String> teams,
    String when,
    String reason,
    String by,
    Instant firstStart) {

  public MaintenanceProposed {
    teams = List.copyOf(teams);
  }
}
