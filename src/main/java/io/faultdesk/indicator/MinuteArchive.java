package io.faultdesk.indicator;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The minutes of the past as they are stored, to be learnt from. It only reads, and needs no live windows. */
@Component
public class MinuteArchive {

  private final JdbcTemplate jdbc;
  private final Catalog catalog;

  MinuteArchive(JdbcTemplate jdbc, Catalog catalog) {
    this.jdbc = jdbc;
    this.catalog = catalog;
  }

  /** Of how many indicators something is stored, for each service. */
  public SortedMap<ServiceName, Integer> services() {
    SortedMap<ServiceName, Integer> services = new TreeMap<>();
    jdbc.query(
        "select service, count(*) from indicator_series group by service",
        row -> {
          services.put(ServiceName.of(row.getString(1)), row.getInt(2));
        });
    return services;
  }

  /** What {@link IndicatorBoard#rows} gives of that service. */
  public SortedMap<Instant, Map<String, Double>> rows(ServiceName service, TimeRange time, Duration step) {
    Map<String, Long> series = new HashMap<>();
    jdbc.query(
        "select indicator, id from indicator_series where service = ?",
        row -> {
          series.put(row.getString(1), row.getLong(2));
        },
        service.value());
    return StoredMinutes.rows(jdbc, series, time, step, indicator -> catalog.indicator(indicator).kind());
  }
}
