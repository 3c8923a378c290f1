package io.faultdesk.incident;

import java.time.Instant;
import io.faultdesk.testing.HandClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.dao.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.event.EventListener;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

/** What stands around the module in its tests; not a @Configuration, so that tests of the whole application pass it by. */
@AutoConfigurationPackage
@ImportAutoConfiguration({JdbcClientAutoConfiguration.class, PersistenceExceptionTranslationAutoConfiguration.class})
@ConfigurationPropertiesScan({"io.faultdesk.incident", "io.faultdesk.catalog"})
@ComponentScan({"io.faultdesk.incident", "io.faultdesk.catalog"})
@ComponentScan(
    basePackages = "io.faultdesk",
    useDefaultFilters = false,
    includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.faultdesk\\.Problems"))
class IncidentWorld {

  @Bean
  HandClock clock() {
    return new HandClock(Instant.parse("2026-03-04T10:00:00Z"));
  }

  @Bean
  Heard heard() {
    return new Heard();
  }

  @Bean
  Prevention prevention(ObjectProvider<IncidentDesk> desk) {
    return new Prevention(desk);
  }

  @Bean
  PersistenceManagedTypes persistenceManagedTypes() {
    return PersistenceManagedTypes.of(
        "io.faultdesk.InstantConverter",
        Incident.class.getName(),
        Finding.class.getName(),
        Occurrence.class.getName(),
        Chronicle.class.getName(),
        MutedFinding.class.getName(),
        FlappingFinding.class.getName(),
        GroupedIncident.class.getName(),
        MaintenanceWindow.class.getName(),
        Silence.class.getName(),
        RankedSuspect.class.getName(),
        RecordId.class.getName(),
        AnsweredReport.class.getName());
  }

  /** Does with a forecast what its process does. */
  record Prevention(ObjectProvider<IncidentDesk> desk) {

    @EventListener
    void on(ForecastCameTrue forecast) {
      desk.getObject().merge(forecast.number(), forecast.fault(), "system");
    }

    @EventListener
    void on(FindingsCleared cleared) {
      if (desk.getObject().find(cleared.number()).orElseThrow().foreseen()) {
        desk.getObject().close(cleared.number(), ClosureReason.CLEARED, "system", "");
      }
    }
  }

  /** The events of the module in the order they were published. */
  static class Heard {

    private final List<Object> events = new CopyOnWriteArrayList<>();

    @EventListener(
        classes = {
          IncidentOpened.class,
          IncidentAcknowledged.class,
          IncidentResolved.class,
          IncidentClosed.class,
          FindingLeftOpen.class,
          FindingsCleared.class,
          ForecastCameTrue.class,
          PriorityChanged.class,
          ClockShortened.class,
          IncidentNews.class,
          MaintenanceProposed.class,
          MaintenanceWithdrawn.class
        })
    void on(Object event) {
      events.add(event);
    }

    /** What was heard since the last call. */
    List<Object> take() {
      List<Object> taken = new ArrayList<>(events);
      events.clear();
      return taken;
    }
  }
}
