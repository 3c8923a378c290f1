package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.incident.FaultArchive;
import io.faultdesk.incident.ForeseenFault;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told over HTTP of what was expected. */
class ForecastApiTest {

  private static final Duration AHEAD = Duration.ofMinutes(15);

  private final FaultArchive archive = mock(FaultArchive.class);
  @TempDir private Path folder;
  private Forecasts world;
  private ForecastApi api;

  @BeforeEach
  void open() {
    world = Forecasts.of(folder);
    api = new ForecastApi(mock(FaultForecast.class), world.alarms, archive, mock(Catalog.class));
  }

  @Test
  void the_incident_of_a_forecast_is_named_and_all_of_a_page_are_asked_for_at_once() {
    expect(false, "orders", "web", "files", "mail");
    Instant raised = world.clock.instant();
    when(archive.foreseen(
        Set.of(name("orders"), name("web"), name("files"), name("mail")), new TimeRange(raised, raised.plus(AHEAD))))
        .thenReturn(List.of(
            foreseen("orders", -9, -1, "INC-000001"),
            foreseen("web", -60, null, "INC-000002"),
            foreseen("files", 1, 7, "INC-000003"),
            foreseen("mail", 16, null, "INC-000004"),
            foreseen("files", 9, 12, "INC-000005")));
    assertThat(api.forecasts(null, 10, null).items())
        .extracting(view -> view.alarm().service() + " " + view.forecastIncident())
        .containsExactly("mail null", "files INC-000005", "web INC-000002", "orders null");
  }

  @Test
  void in_shadow_there_is_none() {
    expect(true, "orders");
    assertThat(api.forecasts(null, 10, null).items()).singleElement().returns(null, AlarmView::forecastIncident)
        .returns(true, view -> view.alarm().shadow());
    verify(archive, never()).foreseen(any(), any());
  }

  private void expect(boolean shadow, String... services) {
    world.alarms.raise(
        Stream.of(services).map(service -> Forecast.madeUp(name(service), 0.7, AHEAD.toSeconds(), 0.1, 0.5)).toList(),
        shadow, world.clock.instant());
  }

  private ForeseenFault foreseen(String service, int opened, @Nullable Integer closed, String incident) {
    return new ForeseenFault(name(service), minute(opened), closed == null ? null : minute(closed), incident);
  }

  private Instant minute(int after) {
    return world.clock.instant().plus(Duration.ofMinutes(after));
  }

  private static ServiceName name(String service) {
    return ServiceName.of(service);
  }
}
