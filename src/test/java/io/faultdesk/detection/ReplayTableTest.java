package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.faultdesk.incident.FindingSource;
import io.faultdesk.rules.Trace;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import io.faultdesk.shared.TimeRange;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTableTest {

  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");
  private static final TimeRange HOUR = new TimeRange(START, START.plusSeconds(3600));
  private static final JsonMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();

  @Test
  void what_differs_is_told_for_each_rule_and_each_finding() {
    List<Rehearsed> active =
        List.of(found("slow", "Slow", 10, 20), found("full", "Full", 10, 20), found("late", "Late", 20, 30));
    List<Rehearsed> candidate =
        List.of(found("slow", "Very slow", 10, null), found("full", "Full", 10, 20), found("late", "Late", 30, 40));

    assertThat(table(ReplayDiff.of(HOUR, "v1", active, "v2", candidate))).isEqualTo("""
        2026-03-02T03:00:00Z to 2026-03-02T04:00:00Z
        Rules in force: v1, candidate: v2

        RULE       FINDINGS  CANDIDATE  INCIDENTS  CANDIDATE
        Full       1         1          1          1
        Late       1         1          1          1
        Slow       1         0          1          0
        Very slow  0         1          0          1

        DIFFERENCE    KEY       SEVERITY  OPENED                CLEARED               CANDIDATE  OPENED                \
        CLEARED               RULE
        clears-later  crm/slow  minor     2026-03-02T03:10:00Z  2026-03-02T03:20:00Z  minor      2026-03-02T03:10:00Z  \
        open                  Slow / Very slow
        gone          crm/late  minor     2026-03-02T03:20:00Z  2026-03-02T03:30:00Z  -          -                     \
        -                     Late
        new           crm/late  -         -                     -                     minor      2026-03-02T03:30:00Z  \
        2026-03-02T03:40:00Z  Late

        1 new, 1 gone, 0 opened earlier, 0 opened later, 0 of another severity, 0 cleared earlier, 1 cleared later, \
        1 the same
        """);
  }

  @Test
  void one_set_alone_has_no_second_column() {
    assertThat(table(ReplayDiff.of(HOUR, "v1", List.of(found("slow", "Slow", 10, null))))).isEqualTo("""
        2026-03-02T03:00:00Z to 2026-03-02T04:00:00Z
        Rules in force: v1

        RULE  FINDINGS  INCIDENTS
        Slow  1         1

        KEY       SEVERITY  OPENED                CLEARED  RULE
        crm/slow  minor     2026-03-02T03:10:00Z  open     Slow
        """);
  }

  private static String table(ReplayDiff diff) {
    StringWriter out = new StringWriter();
    new ReplayTable(JSON.valueToTree(diff)).print(new PrintWriter(out));
    return out.toString();
  }

  private static Rehearsed found(String name, String rule, int openedMinute, @Nullable Integer clearedMinute) {
    Raised raised =
        new Raised(
            "crm/" + name, name, FindingSource.RULE, Severity.MINOR, Category.OTHER, Duration.ZERO, Duration.ZERO,
            false, name,
            Map.of(), new Trace(rule, "a.drl", 1, "v1", List.of()));
    Rehearsed finding = new Rehearsed(raised, START.plus(Duration.ofMinutes(openedMinute)));
    if (clearedMinute != null) {
      finding.clear(START.plus(Duration.ofMinutes(clearedMinute)));
    }
    return finding;
  }
}
