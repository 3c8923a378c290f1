package io.faultdesk.workflow;

import io.faultdesk.staff.OpenTasks;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Counts open tasks in the engine's table: its task query cannot group by assignee. */
@Component
class TaskCount implements OpenTasks {

  private final NamedParameterJdbcTemplate jdbc;

  TaskCount(NamedParameterJdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<String, Long> count(Collection<String> people) {
    Map<String, Long> counts = new HashMap<>();
    people.forEach(person -> counts.put(person, 0L));
    if (!people.isEmpty()) {
      jdbc.query(
          "select ASSIGNEE_, count(*) from ACT_RU_TASK where ASSIGNEE_ in (:people) group by ASSIGNEE_",
          Map.of("people", people),
          row -> {
            counts.put(row.getString(1), row.getLong(2));
          });
    }
    return counts;
  }
}
