package io.faultdesk.rules;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.RuleRecord;
import io.faultdesk.incident.Share;
import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows over HTTP how often rules are right. */
@RestController
@RequestMapping("/api/v1/rules/precision")
class RulePrecisionApi {

  private final RulePrecision precision;
  private final RuleBook book;

  RulePrecisionApi(RulePrecision precision, RuleBook book) {
    this.precision = precision;
    this.book = book;
  }

  @Operation(
      summary = "Tells of each rule, and of each alert by its name, how much it found in the last days and how often it was right")
  @GetMapping
  Page<View> list(
      @RequestParam(defaultValue = "" + RulePrecision.DAYS) @Min(1) @Max(366) int days,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    Set<String> inForce = Set.copyOf(book.finding());
    List<View> views = precision.over(days).stream().map(record -> View.of(record, inForce)).sorted().toList();
    return Page.of(views, View::key, cursor, limit);
  }

  /**
   * One rule, or one kind of alert.
   *
   * @param inForce whether it is a rule in force
   * @param precision confirmed / (confirmed + denied), null where nothing is known
   * @param low from where on the true share is likely to lie, 95 %
   * @param high until where
   */
  record View(
      FindingSource source,
      String name,
      boolean inForce,
      long findings,
      long incidents,
      long confirmed,
      long denied,
      long prevented,
      long useful,
      long useless,
      @Nullable Double precision,
      @Nullable Double low,
      @Nullable Double high)
      implements Comparable<View> {

    static View of(RuleRecord record, Set<String> inForce) {
      Share share = record.precision();
      boolean known = share.all() > 0;
      return new View(
          record.source(), record.name(), record.source() != FindingSource.ALERT && inForce.contains(record.name()),
          record.findings(), record.incidents(), record.confirmed(), record.denied(), record.prevented(),
          record.useful(), record.useless(), known ? share.value() : null, known ? share.low() : null,
          known ? share.high() : null);
    }

    private String key() {
      return source.word() + "/" + name;
    }

    @Override
    public int compareTo(View other) {
      return key().compareTo(other.key());
    }
  }
}
