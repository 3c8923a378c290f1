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

  /** Not what a forecast alone said, and not what somebody called a false alarm or cancelled; over when all that was found is. */
  private static final String FAULTS =
      """
      select f.service, min(f.opened_at), i.id,
        coalesce(i.resolved_at, i.closed_at, case when count(f.cleared_at) = count(*) then max(f.cleared_at) end)
      from incident_finding f join incident i on i.id = f.incident_id
      where %s and f.service is not null and f.source <> 'FORECAST'
        and (i.closure_reason is null or i.closure_reason not in ('FALSE_ALARM', 'CANCELLED'))
      group by f.service, i.id, i.resolved_at, i.closed_at
      order by 2, 3
      """;

  static final String SINCE = FAULTS.formatted("f.opened_at >= :moment");
  static final String OF = FAULTS.formatted("f.incident_id in (:incidents)");

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

  private static PastFault fault(ResultSet row, int number) throws SQLException {
    Long ended = row.getObject(4, Long.class);
    return new PastFault(
        ServiceName.of(row.getString(1)),
        Instant.ofEpochMilli(row.getLong(2)),
        ended == null ? null : Instant.ofEpochMilli(ended),
        new IncidentNumber(row.getLong(3)).toString());
  }
}
