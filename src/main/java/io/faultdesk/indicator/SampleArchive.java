package io.faultdesk.indicator;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.shared.ServiceName;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The samples of the last days as they are stored, to be gone through once more. It only reads. */
@Component
public class SampleArchive {

  private final JdbcTemplate jdbc;
  private final Catalog catalog;
  private final IndicatorSettings settings;

  SampleArchive(JdbcTemplate jdbc, Catalog catalog, IndicatorSettings settings) {
    this.jdbc = jdbc;
    this.catalog = catalog;
    this.settings = settings;
  }

  /** How long samples are kept. */
  public Duration kept() {
    return settings.keepSamples();
  }

  /** What is stored of each service, by its name. */
  public Map<ServiceName, ServiceSamples> services() {
    Map<ServiceName, ServiceSamples> services = new TreeMap<>();
    jdbc.query(
        "select id, service, indicator from indicator_series",
        row -> {
          services
              .computeIfAbsent(ServiceName.of(row.getString(2)), name -> new ServiceSamples(new SampleRows(jdbc)))
              .add(row.getLong(1), row.getString(3));
        });
    return services;
  }

  /** New windows of that indicator, of the size that the live ones have. */
  public IndicatorWindows windows(ServiceName service, String indicator) {
    return new IndicatorWindows(service, catalog.indicator(indicator), settings.maxSamples());
  }
}
