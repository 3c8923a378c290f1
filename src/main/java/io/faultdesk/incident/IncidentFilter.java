package io.faultdesk.incident;

import io.faultdesk.incident.IncidentView.State;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents a list shows; null lets everything through.
 *
 * @param text is contained in the title, whatever its case
 */
public record IncidentFilter(
    @Nullable State state,
    @Nullable String service,
    @Nullable Integer priority,
    @Nullable String team,
    @Nullable String text) {

  /** Lets everything through. */
  public static final IncidentFilter NONE = new IncidentFilter(null, null, null, null, null);

  /** The conditions in JPQL, each behind an {@code and}; puts their values into the map. */
  String where(Map<String, Object> values) {
    StringBuilder where = new StringBuilder();
    is(where, values, "state", state);
    is(where, values, "service", service);
    is(where, values, "priority", priority);
    is(where, values, "team", team);
    if (text != null && !text.isBlank()) {
      where.append(" and lower(i.title) like :text escape '!'");
      values.put("text", "%" + text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
    }
    return where.toString();
  }

  /** Newest first. The filtered column leads although it is the same in all rows: only then H2 reads along its index. */
  String order() {
    String column =
        service != null
            ? "i.service, "
            : team != null ? "i.team, " : state != null ? "i.state, " : priority != null ? "i.priority, " : "";
    return " order by " + column + "i.id desc";
  }

  private static void is(StringBuilder where, Map<String, Object> values, String column, @Nullable Object value) {
    if (value != null) {
      where.append(" and i.").append(column).append(" = :").append(column);
      values.put(column, value);
    }
  }
}
