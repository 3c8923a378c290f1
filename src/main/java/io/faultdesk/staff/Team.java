package io.faultdesk.staff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A team that tasks can be given to; the lead is one of the members. */
public record Team(String id, String title, @Nullable String lead, List<String> members) {

  public Team {
    members = List.copyOf(members);
  }
}
