package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.rules.Fault;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RuleTestsTest {

  private static final String RULES = """
      package faultdesk.performance
      rule "Answers are slow"
      when
        $i : Indicator( name == "response-time", last > 800 )
      then
        findings.raise("slow-answers", $i, MAJOR).after("10s").untilRecovered().because("It took {last} {unit}.");
      end
      rule "Answers are fast again"
      when
        $i : Indicator( name == "response-time", last < 600 )
      then
        findings.recovered("slow-answers", $i);
      end
      rule "An alert makes a finding"
      when
        $a : Alert( firing )
      then
        findings.raise($a);
      end
      """;

  private static RuleSet rules;

  @BeforeAll
  static void compile() throws Exception {
    rules = RuleSet.of(new RuleFiles("here", List.of(new RuleFile("x.drl", RULES)), List.of()));
  }

  @AfterAll
  static void close() {
    rules.close();
  }

  @Test
  void what_is_usual_and_the_threshold_may_be_stated_of_a_forecast() throws Exception {
    String drl = """
        package faultdesk.forecasts
        rule "Ten times as probable as usual"
        when
          $f : Forecast( probability > 10 * usual, threshold > 0.3 )
        then
          findings.raise("unusually-likely", $f, MINOR);
        end
        """;
    String test = """
        tests:
          - name: likely
            service: orders
            forecasts:
              - {probability: 0.5, usual: 0.04, threshold: 0.35, until: 1m}
              - {probability: 0.5, usual: 0.06, threshold: 0.35, from: 2m}
            expect: [{at: 30s, open: [unusually-likely]}, {at: 25m..30m, open: []}]
        """;
    try (RuleSet foreseeing = RuleSet.of(new RuleFiles("here", List.of(new RuleFile("f.drl", drl)), List.of()))) {
      assertThat(new RuleTests().faults(foreseeing, List.of(new RuleFile("tests/f.yaml", test)))).isEmpty();
    }
  }

  @Test
  void what_goes_as_expected_is_no_fault() {
    assertThat(faults("{at: 0s..1m9s, open: []}", "{at: 1m10s..2m59s, open: [slow-answers]}", "{at: 3m..5m, open: []}"))
        .isEmpty();
  }

  @Test
  void a_finding_that_is_missing_is_told_with_time_and_place() {
    assertThat(faults("{at: 1m5s, open: [slow-answers]}")).containsExactly(
        "tests/a.yaml:8:18: test \"slow\": at 1m5s expected open: slow-answers, got open: nothing");
  }

  @Test
  void a_finding_that_is_too_much_breaks_the_silence() {
    assertThat(faults("{at: 0s..5m, open: []}")).containsExactly(
        "tests/a.yaml:8:18: test \"slow\": at 1m10s expected open until 5m: nothing, got slow-answers opens");
  }

  @Test
  void a_finding_that_clears_too_soon_is_told_with_the_moment() {
    assertThat(faults("{at: 2m..5m, open: [slow-answers]}")).singleElement().asString()
        .endsWith("at 3m expected open until 5m: slow-answers, got slow-answers clears");
  }

  @Test
  void severity_category_and_sentence_are_compared_where_they_are_named() {
    String good =
        "{at: 2m, open: [{name: slow-answers, severity: major, category: performance, because: took 900 ms,"
            + " rule: Answers are slow}]}";
    assertThat(faults(good)).isEmpty();
    assertThat(faults(good.replace("major", "minor"))).singleElement().asString().endsWith(
        "expected open: slow-answers, minor, performance, “took 900 ms”, by Answers are slow, "
            + "got open: slow-answers, major, performance, “It took 900 ms.”, by Answers are slow");
    assertThat(faults(good.replace("category: performance", "category: other"))).hasSize(1);
    assertThat(faults(good.replace("900", "901"))).hasSize(1);
    assertThat(faults(good.replace("rule: Answers are slow", "rule: Answers are fast again"))).hasSize(1);
    assertThat(faults(good.replace("rule: Answers are slow", "rule: None"))).singleElement().asString()
        .endsWith("there is no rule \"None\"");
  }

  @Test
  void rules_are_expected_to_fire_at_a_moment_or_once_in_a_time() {
    assertThat(faults("{at: 2m, fired: [Answers are slow], not-fired: [Answers are fast again]}")).isEmpty();
    assertThat(faults("{at: 0s..5m, fired: [Answers are slow, Answers are fast again]}")).isEmpty();
    assertThat(faults("{at: 2m, fired: [Answers are fast again]}")).singleElement().asString()
        .endsWith("at 2m expected fires: Answers are fast again, got it does not");
    assertThat(faults("{at: 0s..2m, not-fired: [Answers are fast again]}")).singleElement().asString()
        .startsWith("tests/a.yaml:8:38: ").endsWith("expected does not fire: Answers are fast again, got it does");
  }

  @Test
  void a_name_that_nobody_knows_is_told_at_its_place() {
    assertThat(faults("{at: 2m, open: [slow-answer], fired: [Answers are slw]}")).containsExactly(
        "tests/a.yaml:8:29: no rule and no alert of this test makes a finding \"slow-answer\"",
        "tests/a.yaml:8:51: there is no rule \"Answers are slw\"");
  }

  @Test
  void alerts_begin_and_end_when_the_test_says() {
    String test = """
        tests:
          - name: alerts
            service: {name: crm-db, criticality: high, team: database}
            alerts: [{name: DiskFull, severity: critical, from: 1m, until: 2m}, {name: DiskFull, labels: {disk: b}}]
            expect:
              - {at: 0s..59s, open: [DiskFull]}
              - {at: 1m..1m59s, open: [DiskFull, {name: DiskFull, severity: critical}]}
              - {at: 2m..1h, open: [{name: DiskFull, severity: major}]}
        """;
    assertThat(faultsOf(test)).isEmpty();
  }

  @Test
  void a_finding_that_worsens_in_a_time_must_still_be_as_expected() {
    assertThat(alerts("{at: 10s..3m, open: [{name: DiskFull, severity: minor}]}")).containsExactly(
        "tests/a.yaml:8:19: test \"alerts\": at 1m expected open until 3m: DiskFull, minor, "
            + "got DiskFull worsens to critical");
    assertThat(alerts("{at: 10s..3m, open: [{name: DiskFull, because: DiskFull is nearly so}]}")).singleElement()
        .asString().endsWith(
            "at 1m expected open until 3m: DiskFull, “DiskFull is nearly so”, "
                + "got DiskFull worsens to critical, other, “DiskFull is so”, "
                + "by An alert makes a finding");
    assertThat(alerts("{at: 10s..59s, open: [{name: DiskFull, severity: minor}]}")).isEmpty();
    assertThat(alerts("{at: 1m..5m, open: [{name: DiskFull, severity: critical}]}")).isEmpty();
  }

  @Test
  void figures_that_are_not_those_of_the_moment_say_of_when_they_are() {
    assertThat(standing("{at: 0s..2m, open: []}")).startsWith("how things stood at 2m:", "response-time: last 900");
    assertThat(standing("{at: 2m, open: []}")).first().asString().startsWith("response-time: last 900");
  }

  @Test
  void a_finding_that_worsens_is_still_the_one_that_was_expected() {
    assertThat(alerts("{at: 10s..5m, open: [DiskFull]}")).isEmpty();
    assertThat(alerts("{at: 10s..5m, open: [{name: DiskFull, category: other, because: so}]}")).isEmpty();
  }

  @Test
  void a_finding_that_is_told_in_other_words_must_still_be_as_expected() {
    assertThat(alerts("{at: 1m..3m, open: [{name: DiskFull, because: DiskFull is so}]}")).isEmpty();
    assertThat(alerts("{at: 1m..4m1s, open: [{name: DiskFull, because: DiskFull is so}]}")).singleElement().asString()
        .endsWith("at 4m expected open until 4m1s: DiskFull, “DiskFull is so”, "
            + "got DiskFull is told anew: critical, other, “DiskFull is not so”, by An alert makes a finding");
  }

  @Test
  void findings_of_one_name_fit_in_whatever_order_they_are_expected() {
    for (int worst = 0; worst < 8; worst++) {
      StringBuilder alerts = new StringBuilder();
      for (int disk = 0; disk < 8; disk++) {
        alerts.append("{name: DiskFull, labels: {disk: d").append(disk).append("}, severity: ")
            .append(disk == worst ? "critical" : "minor").append("}, ");
      }
      assertThat(faultsOf("""
          tests:
            - name: disks
              service: crm-db
              alerts: [%s]
              expect:
                - {at: 0s..1m, open: [%s {name: DiskFull, severity: critical}]}
                - {at: 2m, open: [%s {name: DiskFull, severity: major}]}
          """.formatted(alerts, "DiskFull, ".repeat(7), "DiskFull, ".repeat(7)))).singleElement().asString()
          .startsWith("tests/a.yaml:7:14: ");
    }
  }

  @Test
  void an_unreadable_test_does_not_hide_what_the_others_say() {
    String test = test("{at: 1m5s, open: [slow-answers]}") + "  - name: broken\n";
    assertThat(new RuleTests().faults(rules, List.of(new RuleFile("tests/a.yaml", test)))).extracting(Fault::line)
        .containsExactlyInAnyOrder(8, 9);
  }

  /** A disk that is minor for a minute, critical from then on, and called otherwise after four. */
  private static List<String> alerts(String expectation) {
    return faultsOf("""
        tests:
          - name: alerts
            service: crm-db
            alerts:
              - {name: DiskFull, severity: minor, annotations: {summary: DiskFull is nearly so}}
              - {name: DiskFull, severity: critical, annotations: {summary: DiskFull is so}, from: 1m}
              - {name: DiskFull, severity: minor, annotations: {summary: DiskFull is not so}, from: 4m}
            expect: [%s]
        """.formatted(expectation));
  }

  /** A minute of fast answers, two of slow ones, and two of fast ones. */
  private static String test(String... expectations) {
    return """
        indicators: {response-time: {unit: ms}}
        tests:
          - name: slow
            service: crm-web
            every: 5s
            series: {response-time: 100x12 900x24 100x24}
            expect:
        """ + "          - " + String.join("\n          - ", expectations) + "\n";
  }

  private static List<String> faults(String... expectations) {
    return faultsOf(test(expectations));
  }

  private static List<String> standing(String expectation) {
    return new RuleTests().run(rules, List.of(new RuleFile("tests/a.yaml", test(expectation))), Runnable::run)
        .outcomes().getFirst().mismatches().getFirst().standing().stream().map(line -> line.split(",")[0]).toList();
  }

  private static List<String> faultsOf(String file) {
    return new RuleTests().faults(rules, List.of(new RuleFile("tests/a.yaml", file))).stream().map(Fault::toString)
        .toList();
  }
}
