package io.faultdesk.prediction;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.incident.FaultArchive;
import io.faultdesk.incident.ForeseenFault;
import io.faultdesk.shared.Page;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows over HTTP what the model says of services, and whether what it expected came. */
@RestController
@RequestMapping("/api/v1")
class ForecastApi {

  private final FaultForecast forecasts;
  private final Alarms alarms;
  private final FaultArchive archive;
  private final Catalog catalog;

  ForecastApi(FaultForecast forecasts, Alarms alarms, FaultArchive archive, Catalog catalog) {
    this.forecasts = forecasts;
    this.alarms = alarms;
    this.archive = archive;
    this.catalog = catalog;
  }

  @Operation(summary = "Tells how probable a fault of a service is now, and why, be it ever so improbable")
  @GetMapping("/services/{service}/forecast")
  Forecast forecast(@PathVariable String service) {
    ServiceName name = known(service);
    return forecasts.latest(name)
        .orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "no-forecast", forecasts.whyNot(name)));
  }

  @Operation(summary = "Lists when faults were expected and whether they came, the newest first")
  @GetMapping("/forecasts")
  Page<AlarmView> forecasts(
      @RequestParam(required = false) @Nullable String service,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    List<Alarm> found = alarms.page(service == null ? null : known(service), before(cursor), limit + 1);
    return found.size() <= limit
        ? new Page<>(views(found), null)
        : new Page<>(views(found.subList(0, limit)), String.valueOf(found.get(limit - 1).id()));
  }

  /** With the incidents that they had, all asked for at once. */
  private List<AlarmView> views(List<Alarm> page) {
    List<Alarm> told = page.stream().filter(alarm -> !alarm.shadow()).toList();
    Map<ServiceName, List<ForeseenFault>> incidents = told.isEmpty() ? Map.of()
        : archive.foreseen(told.stream().map(Alarm::service).collect(toSet()), time(told)).stream()
            .collect(groupingBy(ForeseenFault::service));
    return page.stream().map(alarm -> AlarmView.of(alarm, incidents.getOrDefault(alarm.service(), List.of())))
        .toList();
  }

  private static TimeRange time(List<Alarm> alarms) {
    return new TimeRange(
        alarms.stream().map(Alarm::raisedAt).min(naturalOrder()).orElseThrow(),
        alarms.stream().map(Alarm::until).max(naturalOrder()).orElseThrow());
  }

  private static long before(@Nullable String cursor) {
    try {
      return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
    } catch (NumberFormatException wrong) {
      throw problem(HttpStatus.BAD_REQUEST, "invalid-cursor", "The cursor is none that was given out.");
    }
  }

  private ServiceName known(String text) {
    return catalog.find(text).orElseThrow(
        () -> problem(HttpStatus.NOT_FOUND, "unknown-service", "No service of that name is declared or was heard of."));
  }

  private static ErrorResponseException problem(HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return new ErrorResponseException(status, problem, null);
  }
}
