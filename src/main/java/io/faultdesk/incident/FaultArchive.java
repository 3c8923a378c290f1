package io.faultdesk.incident;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the incidents tell of the faults that services had: what a predictor learns from and is measured by. It only reads. */
@Component
public class FaultArchive {

  /** Incidents with a finding from after that moment, or those that these were merged into. */
  static final String SINCE =
      """
      select distinct coalesce(i.merged_into, i.id)
      from incident_finding f join incident i on i.id = f.incident_id where f.opened_at >= :moment
      """;

  /**
   * Not what a forecast alone said, and not what somebody called a false alarm or cancelled, be it in the incident that it was merged
   * into. A service is well again when all that was found of it is cleared, however late somebody resolves the incident.
   */
  static final String OF =
      """
      select f.service, min(f.opened_at), h.id,
        case when count(f.cleared_at) = count(*)
          then least(max(f.cleared_at), coalesce(h.resolved_at, h.closed_at, max(f.cleared_at)))
          else coalesce(h.resolved_at, h.closed_at) end
      from (select id, id head from incident where id in (:incidents)
          union all select id, merged_into head from incident where merged_into in (:incidents)) i
        join incident h on h.id = i.head join incident_finding f on f.incident_id = i.id
      where h.merged_into is null and f.service is not null and f.source <> 'FORECAST'
        and (h.closure_reason is null or h.closure_reason not in ('FALSE_ALARM', 'CANCELLED'))
      group by f.service, h.id, h.resolved_at, h.closed_at
      """;

  static final String PREVENTED =
      """
      select i.service, i.opened_at, coalesce(i.resolved_at, i.closed_at), i.id, coalesce(i.resolved_by, i.closed_by)
      from incident i
      where i.closure_reason = 'RECOVERED' and i.closed_at >= :moment and i.dedup_key = concat('forecast/', i.service)
        and coalesce(i.resolved_by, i.closed_by) <> 'system'
      order by i.closed_at
      """;

  static final String FORESEEN =
      """
      select i.service, i.opened_at, i.closed_at, i.id from incident i
      where i.service in (:services) and i.opened_at between :from and :to and i.dedup_key = concat('forecast/', i.service)
      order by i.id
      """;

  /** A forecast that goes on is one incident, which is looked for no longer than that before. */
  private static final Duration GOES_ON = Duration.ofDays(7);

  private static final int AT_ONCE = 500;
  private static final int MOST_RECORDS = 10_000;

  /** A fault is what a diagnosis or a review says it is, a forecast what has come of it. */
  static final String RECORDS =
      """
      select source, name, count(*), count(distinct incident),
        count(distinct case when judged = 1 and outcome = 'CONFIRMED' then incident end),
        count(distinct case when judged = 1 and outcome = 'DENIED' then incident end),
        count(distinct case when judged = 1 and outcome = 'PREVENTED' then incident end),
        count(distinct case when judged = 1 and useful = 1 then incident end),
        count(distinct case when judged = 1 and useful = 0 then incident end)
      from (
        select f.source, case when f.source = 'ALERT' then f.name else coalesce(f.rule_name, f.name) end name,
          i.id incident, case when h.rule_useful is null then null when h.rule_useful then 1 else 0 end useful,
          case when f.quiet_stage in ('DEPENDENCY', 'STORM', 'FORECAST') then 0 else 1 end judged,
          case
            when h.closure_reason = 'FALSE_ALARM' then 'DENIED'
            when h.closure_reason = 'CANCELLED' then null
            when f.source <> 'FORECAST' then
              case when h.confirmed_at is not null or h.reviewed_at is not null then 'CONFIRMED' end
            when h.dedup_key is null or h.dedup_key not like 'forecast/%' then 'CONFIRMED'
            when h.closure_reason = 'CLEARED' then 'DENIED'
            when h.closure_reason = 'RECOVERED' then 'PREVENTED'
          end outcome
        from incident_finding f join incident i on i.id = f.incident_id
          join incident h on h.id = coalesce(i.merged_into, i.id)
        where f.opened_at >= :moment and f.source <> 'PERSON') found
      group by source, name order by 3 desc, 1, 2 limit :limit
      """;

  private final JdbcClient jdbc;

  FaultArchive(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The faults of which something was found since that moment, one for each service and incident, in the order of their beginning,
   * which may lie before it.
   */
  public List<PastFault> since(Instant moment) {
    return faults(jdbc.sql(SINCE).param("moment", moment.toEpochMilli()).query(Long.class).list());
  }

  /** The faults that services had in these incidents, given by their numbers, and in those that were merged into them. */
  public List<PastFault> of(Collection<String> incidents) {
    return faults(
        incidents.stream().flatMap(number -> IncidentNumber.parse(number).stream()).map(IncidentNumber::id).toList());
  }

  private List<PastFault> faults(List<Long> incidents) {
    List<PastFault> faults = new ArrayList<>();
    for (int i = 0; i < incidents.size(); i += AT_ONCE) {
      List<Long> portion = incidents.subList(i, Math.min(incidents.size(), i + AT_ONCE));
      faults.addAll(jdbc.sql(OF).param("incidents", portion).query(FaultArchive::fault).list());
    }
    faults.sort(Comparator.comparing(PastFault::begunAt).thenComparing(PastFault::incident));
    return faults;
  }

  /** What was foreseen and kept from coming by a person since that moment, as far as anybody can know. */
  public List<PreventedFault> preventedSince(Instant moment) {
    return jdbc.sql(PREVENTED).param("moment", moment.toEpochMilli()).query(FaultArchive::prevented).list();
  }

  /** The incidents of forecasts of these services that opened in that time or in the week before it, in the order of their opening. */
  public List<ForeseenFault> foreseen(Collection<ServiceName> services, TimeRange time) {
    return services.isEmpty() ? List.of()
        : jdbc.sql(FORESEEN).param("services", services.stream().map(ServiceName::value).toList())
            .param("from", time.from().minus(GOES_ON).toEpochMilli()).param("to", time.to().toEpochMilli())
            .query(FaultArchive::foreseen).list();
  }

  /** What became of what each rule has found since that moment, and of what alerts have claimed; those that found most first. */
  public List<RuleRecord> recordsSince(Instant moment) {
    return jdbc.sql(RECORDS).param("moment", moment.toEpochMilli()).param("limit", MOST_RECORDS)
        .query((row, number) -> new RuleRecord(FindingSource.valueOf(row.getString(1)), row.getString(2),
            row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8),
            row.getLong(9)))
        .list();
  }

  private static PreventedFault prevented(ResultSet row, int number) throws SQLException {
    return new PreventedFault(
        ServiceName.of(row.getString(1)),
        Instant.ofEpochMilli(row.getLong(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        new IncidentNumber(row.getLong(4)).toString(),
        row.getString(5));
  }

  private static ForeseenFault foreseen(ResultSet row, int number) throws SQLException {
    Long closed = row.getObject(3, Long.class);
    return new ForeseenFault(
        ServiceName.of(row.getString(1)),
        Instant.ofEpochMilli(row.getLong(2)),
        closed == null ? null : Instant.ofEpochMilli(closed),
        new IncidentNumber(row.getLong(4)).toString());
  }

  private static PastFault fault(ResultSet row, int number) throws SQLException {
    Long ended = row.getObject(4, Long.class);
    return new PastFault(
        ServiceName.of(row.getString(1)),
        Instant.ofEpochMilli(row.getLong(2)),
        ended == null ? null : Instant.ofEpochMilli(ended),
        new IncidentNumber(row.getLong(3)).toString());
  }
}
