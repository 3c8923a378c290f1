package io.faultdesk.prediction;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.prediction.Trends.Round;
import io.faultdesk.shared.Page;
import io.faultdesk.shared.ServiceName;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows over HTTP when the indicators of a service will reach their limits. */
@RestController
class TrendApi {

  private final Trends trends;
  private final Catalog catalog;

  TrendApi(Trends trends, Catalog catalog) {
    this.trends = trends;
    this.catalog = catalog;
  }

  @Operation(
      summary = "Lists the indicators of a service that move towards their limits, and when they will reach them")
  @GetMapping("/api/v1/services/{service}/trends")
  Page<TrendView> trends(
      @PathVariable String service,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    ServiceName name = catalog.find(service).orElseThrow(TrendApi::unknownService);
    Round round = trends.round();
    List<TrendView> all = round.of(name).stream().map(trend -> TrendView.of(trend, round.at())).toList();
    return Page.of(all, TrendView::indicator, cursor, limit);
  }

  private static ErrorResponseException unknownService() {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.NOT_FOUND, "No service of that name is declared or was heard of.");
    problem.setProperty("code", "unknown-service");
    return new ErrorResponseException(HttpStatus.NOT_FOUND, problem, null);
  }
}
