package io.faultdesk.incident;

import io.faultdesk.shared.Page;
import io.faultdesk.shared.TimeRange;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of incidents, over HTTP. */
@RestController
@RequestMapping("/api/v1/labels")
class LabelApi {

  private final Labels labels;
  private final Clock clock;

  LabelApi(Labels labels, Clock clock) {
    this.labels = labels;
    this.clock = clock;
  }

  @Operation(
      summary = "Lists what became of the incidents that opened in a time, how that is known and by whom, the newest first")
  @GetMapping
  Page<Label> list(
      @RequestParam(required = false) @Nullable String service,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    InvalidRequest.requireLimit(limit);
    Instant begin = from == null ? Instant.EPOCH : moment("from", from);
    Instant end = to == null ? clock.instant().plusMillis(1) : moment("to", to);
    if (end.isBefore(begin)) {
      throw InvalidRequest.parameter("to", "must not lie before from");
    }
    return labels.page(service, new TimeRange(begin, end), cursor, limit);
  }

  private static Instant moment(String name, String text) {
    try {
      return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException wrong) {
      throw InvalidRequest.parameter(name, "must be a moment such as 2026-03-01T15:00:00Z");
    }
  }
}
