package io.faultdesk.incident;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.faultdesk.incident.Label.Grounds;
import io.faultdesk.incident.Label.Known;
import io.faultdesk.shared.Page;
import io.faultdesk.shared.TimeRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads off the incidents what became of them. */
@Component
class Labels {

  private static final String PAGE =
      """
      select i.id, i.service, i.dedup_key, i.opened_at, i.resolved_at, i.closed_at, i.merged_into,
        h.service home_service, h.dedup_key home_key, h.resolved_at home_resolved_at, h.resolved_by home_resolved_by,
        h.closed_at home_closed_at, h.closed_by home_closed_by, h.closure_reason, h.confirmed_by, h.confirmed_at,
        h.reviewed_by, h.reviewed_at, h.root_cause, h.rule_useful
      from incident i join incident h on h.id = coalesce(i.merged_into, i.id)
      where i.opened_at >= :from and i.opened_at <= :before and (i.opened_at < :before or i.id < :id) %s
      order by i.opened_at desc, i.id desc limit :limit
      """;
  static final String ALL = PAGE.formatted("");
  static final String OF_SERVICE =
      PAGE.formatted("and i.id in (select f.incident_id from incident_finding f where f.service = :service)");
  static final String GROUNDS =
      """
      select incident_id, source, name, rule_name, service,
        case when quiet_stage in ('DEPENDENCY', 'STORM', 'FORECAST') then 1 else 0 end, min(opened_at), count(*)
      from incident_finding where incident_id in (:incidents)
      group by incident_id, source, name, rule_name, service,
        case when quiet_stage in ('DEPENDENCY', 'STORM', 'FORECAST') then 1 else 0 end
      order by 7, 3
      """;

  private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  private final JdbcClient jdbc;

  Labels(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A page of those of incidents that opened in that time, the newest first.
   *
   * @param service only of incidents in which something was found of it; null for all
   * @param cursor null for the first page
   */
  @Transactional(readOnly = true)
  public Page<Label> page(@Nullable String service, TimeRange time, @Nullable String cursor, int limit) {
    Matcher place = CURSOR.matcher(cursor == null ? time.to().toEpochMilli() + "-0" : cursor);
    if (!place.matches()) {
      throw InvalidRequest.badCursor();
    }
    List<Row> found = jdbc.sql(service == null ? ALL : OF_SERVICE)
        .param("from", time.from().toEpochMilli())
        .param("before", Long.parseLong(place.group(1)))
        .param("id", Long.parseLong(place.group(2)))
        .param("service", service)
        .param("limit", limit + 1)
        .query(Row::of).list();
    List<Row> shown = found.subList(0, Math.min(limit, found.size()));
    Map<Long, List<Grounds>> grounds = grounds(shown.stream().map(Row::id).toList());
    String next = found.size() <= limit ? null : shown.getLast().cursor();
    return new Page<>(shown.stream().map(row -> row.label(grounds.getOrDefault(row.id, List.of()))).toList(), next);
  }

  private Map<Long, List<Grounds>> grounds(List<Long> incidents) {
    if (incidents.isEmpty()) {
      return Map.of();
    }
    List<Map.Entry<Long, Grounds>> all = new ArrayList<>();
    jdbc.sql(GROUNDS).param("incidents", incidents).query(row -> {
      all.add(Map.entry(row.getLong(1), new Grounds(
          FindingSource.valueOf(row.getString(2)), row.getString(3), row.getString(4), row.getString(5),
          row.getInt(6) == 1, Instant.ofEpochMilli(row.getLong(7)), row.getLong(8))));
    });
    return all.stream().collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  /** An incident and, where it was merged, that which has its fault. */
  private record Row(
      long id,
      @Nullable String service,
      boolean foreseen,
      Instant openedAt,
      @Nullable Instant endedAt,
      @Nullable Long mergedInto,
      boolean homeForeseen,
      @Nullable ClosureReason reason,
      Word resolved,
      Word closed,
      Word confirmed,
      Word reviewed,
      @Nullable String rootCause,
      @Nullable Boolean ruleUseful) {

    static Row of(ResultSet row, int number) throws SQLException {
      String reason = row.getString("closure_reason");
      boolean foreseen = foreseen(row.getString("service"), row.getString("dedup_key"));
      // a fault goes on in the incident that it was merged into, a forecast is over by then
      String home = foreseen ? "" : "home_";
      Instant resolved = instant(row, home + "resolved_at");
      return new Row(
          row.getLong("id"), row.getString("service"), foreseen,
          Instant.ofEpochMilli(row.getLong("opened_at")),
          resolved == null ? instant(row, home + "closed_at") : resolved,
          row.getObject("merged_into", Long.class),
          foreseen(row.getString("home_service"), row.getString("home_key")),
          reason == null ? null : ClosureReason.valueOf(reason),
          new Word(row.getString("home_resolved_by"), instant(row, "home_resolved_at")),
          new Word(row.getString("home_closed_by"), instant(row, "home_closed_at")),
          new Word(row.getString("confirmed_by"), instant(row, "confirmed_at")),
          new Word(row.getString("reviewed_by"), instant(row, "reviewed_at")),
          row.getString("root_cause"),
          row.getObject("rule_useful", Boolean.class));
    }

    private static boolean foreseen(@Nullable String service, @Nullable String dedupKey) {
      return service != null && Foreseen.key(service).equals(dedupKey);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
      Long millis = row.getObject(column, Long.class);
      return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    String cursor() {
      return openedAt.toEpochMilli() + "-" + id;
    }

    Label label(List<Grounds> grounds) {
      Known known = known();
      Word word = word(known);
      return new Label(new IncidentNumber(id).toString(), service, foreseen, known,
          Incident.SYSTEM.equals(word.by) ? null : word.by, word.at, rootCause, ruleUseful,
          mergedInto == null ? null : new IncidentNumber(mergedInto).toString(), openedAt, endedAt,
          grounds.stream().limit(Label.MOST_GROUNDS).toList());
    }

    private Known known() {
      if (reason == ClosureReason.FALSE_ALARM) {
        return foreseen && !homeForeseen ? Known.DID_NOT_COME : Known.DENIED;
      }
      return foreseen ? forecast() : fault();
    }

    private Known forecast() {
      if (!homeForeseen) {
        return Known.CAME_TRUE;
      }
      return switch (reason) {
        case CLEARED -> Known.DID_NOT_COME;
        case RECOVERED -> Incident.SYSTEM.equals(doer().by) ? Known.DID_NOT_COME : Known.PREVENTED;
        case CANCELLED -> Known.CANCELLED;
        case null, default -> resolved.at == null ? Known.OPEN : Known.PREVENTED;
      };
    }

    private Known fault() {
      if (reason == ClosureReason.CANCELLED) {
        return Known.CANCELLED;
      }
      return reviewed.at != null ? Known.REVIEWED : confirmed.at != null ? Known.CONFIRMED
          : resolved.at != null || reason != null ? Known.RECOVERED : Known.OPEN;
    }

    private Word word(Known known) {
      return switch (known) {
        case OPEN, CAME_TRUE -> Word.NONE;
        case CONFIRMED -> confirmed;
        case REVIEWED -> reviewed;
        case PREVENTED -> doer();
        case RECOVERED -> new Word(null, endedAt);
        case DENIED, CANCELLED, DID_NOT_COME -> closed;
      };
    }

    private Word doer() {
      return resolved.at == null ? closed : resolved;
    }
  }

  /** Who said something, and when. */
  private record Word(@Nullable String by, @Nullable Instant at) {

    static final Word NONE = new Word(null, null);
  }
}
