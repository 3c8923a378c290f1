package io.faultdesk.incident;

import io.faultdesk.shared.ServiceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the incidents tell of the faults that services had: what a predictor learns from and is measured by. It only reads. */
@Component
public class FaultArchive {

  /**
   * Not what a forecast alone said, and not what somebody called a false alarm or cancelled, be it in the incident that it was merged
   * into; over when all that was found is.
   */
  private static final String FAULTS =
      """
      select f.service, min(f.opened_at), i.id,
        coalesce(h.resolved_at, h.closed_at, case when count(f.cleared_at) = count(*) then max(f.cleared_at) end)
      from incident_finding f join incident i on i.id = f.incident_id join incident h on h.id = coalesce(i.merged_into, i.id)
      where %s and f.service is not null and f.source <> 'FORECAST'
        and (h.closure_reason is null or h.closure_reason not in ('FALSE_ALARM', 'CANCELLED'))
      group by f.service, i.id, h.resolved_at, h.closed_at
      order by 2, 3
      """;

  static final String SINCE = FAULTS.formatted("f.opened_at >= :moment");
  static final String OF = FAULTS.formatted("f.incident_id in (:incidents)");

  static final String PREVENTED =
      """
      select i.service, i.opened_at, coalesce(i.resolved_at, i.closed_at), i.id, coalesce(i.resolved_by, i.closed_by)
      from incident i
      where i.closure_reason = 'RECOVERED' and i.closed_at >= :moment and i.dedup_key = concat('forecast/', i.service)
        and coalesce(i.resolved_by, i.closed_by) <> 'system'
      order by i.closed_at
      """;

  private final JdbcClient jdbc;

  FaultArchive(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The faults that have begun since that moment, one for each service and incident, in the order of their beginning. */
  public List<PastFault> since(Instant moment) {
    return jdbc.sql(SINCE).param("moment", moment.toEpochMilli()).query(FaultArchive::fault).list();
  }

  /** The faults that services had in these incidents, given by their numbers. */
  public List<PastFault> of(Collection<String> incidents) {
    List<Long> ids =
        incidents.stream().flatMap(number -> IncidentNumber.parse(number).stream()).map(IncidentNumber::id).toList();
    return ids.isEmpty() ? List.of() : jdbc.sql(OF).param("incidents", ids).query(FaultArchive::fault).list();
  }

  /** What was foreseen and kept from coming by a person since that moment, as far as anybody can know. */
  public List<PreventedFault> preventedSince(Instant moment) {
    return jdbc.sql(PREVENTED).param("moment", moment.toEpochMilli()).query(FaultArchive::prevented).list();
  }

  private static PreventedFault prevented(ResultSet row, int number) throws SQLException {
    return new PreventedFault(
        ServiceName.of(row.getString(1)),
        Instant.ofEpochMilli(row.getLong(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        new IncidentNumber(row.getLong(4)).toString(),
        row.getString(5));
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
