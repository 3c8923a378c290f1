package io.faultdesk.indicator;

import static java.util.Comparator.comparing;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.shared.Page;
import io.faultdesk.shared.ServiceName;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the windows of a service and the history of an indicator over HTTP. */
@RestController
@RequestMapping("/api/v1/services/{service}/indicators")
class IndicatorApi {

  private final IndicatorBoard board;
  private final StoredMinutes stored;
  private final Catalog catalog;
  private final IndicatorSettings settings;
  private final Clock clock;

  IndicatorApi(
      IndicatorBoard board, StoredMinutes stored, Catalog catalog, IndicatorSettings settings, Clock clock) {
    this.board = board;
    this.stored = stored;
    this.catalog = catalog;
    this.settings = settings;
    this.clock = clock;
  }

  @Operation(summary = "Lists the indicators of a service with the statistics of their windows")
  @GetMapping
  Page<IndicatorView> indicators(
      @PathVariable String service,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    List<IndicatorView> all =
        board.snapshot(known(service), clock.instant()).stream()
            .map(each -> IndicatorView.of(each, catalog.indicator(each.name()).family()))
            .sorted(comparing(IndicatorView::indicator))
            .toList();
    return Page.of(all, IndicatorView::indicator, cursor, limit);
  }

  @Operation(summary = "Shows the stored figures of an indicator, minute by minute or coarser")
  @GetMapping("/{indicator}/history")
  HistoryView history(
      @PathVariable String service,
      @PathVariable String indicator,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String step) {
    ServiceName name = known(service);
    IndicatorInfo info = catalog.indicator(indicator);
    if (info.family() == null && !stored.knows(new SeriesKey(name, indicator))) {
      throw problem(HttpStatus.NOT_FOUND, "unknown-indicator", "No sample of that indicator is stored.");
    }
    HistoryQuery query = query(from, to, step);
    List<HistoryView.Point> points =
        board.history(name, indicator, query.range(), query.step()).stream().map(HistoryView.Point::of).toList();
    return new HistoryView(
        service, indicator, info.unit(), query.range().from(), query.range().to(), query.step().toString(), points);
  }

  private ServiceName known(String text) {
    return catalog
        .find(text)
        .orElseThrow(
            () -> problem(
                HttpStatus.NOT_FOUND, "unknown-service", "No service of that name is declared or was heard of."));
  }

  private HistoryQuery query(@Nullable String from, @Nullable String to, @Nullable String step) {
    try {
      return HistoryQuery.of(from, to, step, clock.instant(), settings.maxPoints());
    } catch (IllegalArgumentException wrong) {
      throw problem(HttpStatus.BAD_REQUEST, "invalid-range", String.valueOf(wrong.getMessage()));
    }
  }

  private static ErrorResponseException problem(HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return new ErrorResponseException(status, problem, null);
  }
}
