package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.catalog.Catalog;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code rules check} warns of, and what it keeps quiet about. */
class RuleAdviceTest {

  @Test
  void the_shipped_rules_leave_nothing_to_be_said() throws Exception {
    assertThat(RuleAdvice.on(RuleSet.of(RuleFiles.in(Path.of("rules"))).rules(), catalog())).isEmpty();
  }

  @Test
  void a_finding_that_nothing_holds_flaps() throws Exception {
    assertThat(advice(raise("slow", "recent.p95 > 800", "")))
        .containsExactly("\"slow\" opens and clears whenever its value swings around the limit (recent.p95 > 800): say "
            + ".untilRecovered(), with a rule that says findings.recovered(\"slow\", …) at a lower one, or .keepFor(\"10m\")");
    assertThat(advice(raise("drop", "recent.mean < 0.3 * baseline.mean", ""))).singleElement().asString()
        .contains("(recent.mean / baseline.mean < 0.3)", "at a higher one");
    assertThat(advice(raise("slow", "recent.p95 > 800", ".keepFor(\"1m\")"))).isEmpty();
    assertThat(advice(raise("silent", "age > 60, recent.count >= 0", ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"probability >= 0.3", "certainty == \"likely\"", "probability > 0.2, horizon < 3600"})
  void what_is_foreseen_does_not_flap_because_it_stays_as_long_as_the_model_looks_ahead(String conditions)
      throws Exception {
    assertThat(advice(about("Forecast", conditions))).isEmpty();
  }

  @Test
  void a_trend_that_nothing_holds_flaps_and_nothing_could_say_that_it_is_over() throws Exception {
    assertThat(advice(about("Trend", "seconds < 3600"))).containsExactly(
        "\"ahead\" opens and clears whenever its value swings around the limit (seconds < 3600): say .keepFor(\"15m\")");
  }

  @Test
  void a_recovery_that_nothing_waits_for_is_named_where_it_stands() throws Exception {
    assertThat(advice(raise("slow", "recent.p95 > 800", ""), recover("slow", "recent.p95 < 500")))
        .containsExactly(
            "nothing waits for this: \"slow\" clears by itself, because no rule raises it with .untilRecovered()");
  }

  @Test
  void a_recovery_at_another_service_is_none() throws Exception {
    assertThat(advice(raise("slow", "service == \"crm-db\", recent.p95 > 800", ".untilRecovered()"),
        recover("slow", "service == \"crm-web\", recent.p95 < 500")))
        .containsExactly(
            "\"slow\" never recovers at service \"crm-db\": the rule that says so (test.drl:9) is about another");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      recent.p95 > 800                     ; recent.p95 <= 800                     ; opens and clears it by turns
      recent.p95 > 800                     ; recent.p95 < 800, recent.count >= 3   ; opens and clears it by turns
      recent.p95 > 800                     ; 900 > recent.p95                      ; recovers at the limit at which it opens
      recent.p95 < 10                      ; recent.p95 > 8                        ; let it recover at a higher one
      recent.mean < 0.3 * baseline.mean    ; recent.mean / baseline.mean > 0.2     ; let it recover at a higher one
      last > 100, slope > 0                ; slope <= 0                            ; opens and clears it by turns
      """)
  void a_recovery_without_a_gap_is_none_either(String opens, String recovers, String message) throws Exception {
    assertThat(advice(raise("slow", opens, ".untilRecovered()"), recover("slow", recovers)))
        .singleElement().asString().contains(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      recent.p95 > 800                      ; recent.p95 < 500
      recent.p95 > 800                      ; recent.max < 900
      age > 60                              ; age <= 60
      last > 150, last <= 500, slope > 1    ; slope <= 0
      last > 150, slope > 1                 ; last < 200
      recent.p95 > 800, service == "crm-db" ; recent.p95 < 600
      recent.mean < 0.3 * baseline.mean     ; recent.mean > 0.6 * baseline.mean
      recent.p95 > 800                      ; recent.p95 < 900 || age > 60
      """)
  void a_recovery_with_a_gap_or_by_another_field_is_good(String opens, String recovers) throws Exception {
    assertThat(advice(raise("slow", opens, ".untilRecovered()"), recover("slow", recovers))).isEmpty();
  }

  @Test
  void one_cause_with_two_findings_of_one_severity_is_named() throws Exception {
    assertThat(advice(raise("slow", "recent.p95 > 800", KEPT), raise("very-slow", "recent.p95 > 2000", KEPT)))
        .containsExactly("one cause makes two findings of one severity, and two incidents: \"very-slow\" here and "
            + "\"slow\" (test.drl:2) both open where recent.p95 > 2000; keep the limits apart, or raise one finding "
            + "with two severities");
    assertThat(advice(raise("slow", "recent.p95 > 800", KEPT),
        raise("slow-db", "service == \"crm-db\", recent.p95 > 250", KEPT))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "recent.p95 > 500, recent.p95 <= 800", "service == \"crm-db\", recent.p95 > 250", "last > 800",
    "recent.p95 > 2000, recent.slope > 0", "recent.p95 > 2000, unit contains \"s\"", "recent.p95 < 1 || last > 2000"
  })
  void findings_of_other_figures_or_services_are_no_doubles(String other) throws Exception {
    assertThat(advice(raise("slow", "service != \"crm-db\", recent.p95 > 800", KEPT), raise("other", other, KEPT)))
        .isEmpty();
  }

  @Test
  void a_rule_in_the_shadow_of_another_changes_nothing() throws Exception {
    assertThat(advice(raise("slow", "recent.p95 > 800", KEPT), raise("slow", "recent.p95 > 2000", KEPT)))
        .containsExactly("this changes nothing: whenever it holds, \"slow recent.p95 > 800\" (test.drl:2) raises "
            + "\"slow\" too, as soon and at least as severe");
    assertThat(advice(raise("slow", "recent.p95 > 800", ".after(\"2m\")" + KEPT),
        raise("slow", "recent.p95 > 2000", KEPT))).as("it opens sooner").isEmpty();
    assertThat(advice(raise("slow", "recent.p95 > 800", KEPT),
        raise("slow", "recent.p95 > 2000", KEPT).replace("MAJOR", "CRITICAL"))).as("it is worse").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      $i : Indicator( last > 90, last < 80 )                         ; last cannot be > 90 and < 80 at once
      $i : Indicator( last > 90 && 80 > last )                       ; last cannot be > 90 and < 80 at once
      $i : Indicator( last > 90, last <= 90 )                        ; last cannot be > 90 and <= 90 at once
      $i : Indicator( name == "a", name == "b" )                     ; name cannot be "a" and "b" at once
      $i : Indicator( name in ("a", "c"), name == "b" )              ; name cannot be "a" or "c" and "b" at once
      $i : Indicator( name == "a" || name == "c", name == "b" )      ; name cannot be "a" or "c" and "b" at once
      $i : Indicator( recent.count < 0 )                             ; recent.count is never < 0
      $i : Indicator( age < -5 )                                     ; age is never < -5
      $i : Forecast( probability > 80 )                              ; probability is never > 80
      $i : Alert( severity == MAJOR, severity == MINOR )             ; severity cannot be MAJOR and MINOR at once
      $i : Alert( severity != MAJOR, severity == MAJOR )             ; severity cannot be other than MAJOR and MAJOR at once
      $i : Alert( firing == false )                                  ; firing is never false
      $i : Alert( labels["a"] == null, labels["a"] == "b" )          ; cannot be null and "b" at once
      $i : Indicator( last > 9 ) not Indicator( last > 5 )           ; "not" excludes here what line 4 asks for
      $i : Alert( name == "a" ) not Alert()                          ; "not" excludes here what line 4 asks for
      $i : Alert( name contains "a" ) not Alert( name contains "a" ) ; "not" excludes here what line 4 asks for
      $i : Alert( service == "a" ) $s : ServiceInfo( name == "b" )   ; one judgment sees one service
      """)
  void a_rule_that_can_never_fire_is_named(String patterns, String why) throws Exception {
    assertThat(advice(rule(patterns))).singleElement().asString()
        .startsWith("this rule can never fire: ").contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "$i : Indicator( last > 90, last < 95 )", "$i : Indicator( last >= 90, last <= 90 )",
    "$i : Indicator( name != \"a\", name != \"b\" )", "$i : Indicator( last > 90 || last < 80 )",
    "$i : Indicator( last > 2 * mean, last < 0.5 * mean )", "$i : Indicator( recent.last > 1 )",
    "$i : Indicator( last > 5 ) not Indicator( last > 9 )",
    "$i : Alert( name == \"a\" ) not Alert( name contains \"a\" )",
    "$i : Indicator( last > 9 ) $k : Indicator( last < 5 )", "$i : Alert( severity != MAJOR, severity != MINOR )",
    "$i : Indicator( service == \"a\" ) not Indicator( service == \"b\" )"
  })
  void a_rule_that_can_fire_is_not(String patterns) throws Exception {
    assertThat(advice(rule(patterns.replace("recent.last", "recent.mean")))).isEmpty();
  }

  @Test
  void names_that_nobody_declared_are_slips() throws Exception {
    String rule = rule("""
        $i : Indicator( name == "respons-time", service != "crm-bd" )
        exists Indicator( name in ("cpu", "mem") )
        not Alert( service == "shop", name == "DiskFull" )""");

    assertThat(RuleAdvice.on(Given.rules(rule).rules(), catalog())).map(Fault::warning).containsExactly(
        "test.drl:4:17: warning: no indicator \"respons-time\" is declared in faultdesk.yaml: did you mean \"response-time\"?",
        "test.drl:4:41: warning: no service \"crm-bd\" is declared in faultdesk.yaml: did you mean \"crm-db\"?",
        "test.drl:5:19: warning: no indicator \"mem\" is declared in faultdesk.yaml",
        "test.drl:6:12: warning: no service \"shop\" is declared in faultdesk.yaml");
    assertThat(advice(rule)).as("without a catalog").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      response-time ; recent.p95 > 800   ; It took {recent.p95} s.           ; 66 ; the sentence tells recent.p95 in s, but it is in ms
      response-time ; recent.p95 > 800   ; The limit is 800 s.               ; 71 ; the sentence tells the limit in s, but recent.p95 is in ms
      cpu           ; recent.mean > 90   ; Busy {recent.mean%}.              ; 63 ; {recent.mean%} is for shares and tells 0.5 as 50 %, but recent.mean is in %: write {recent.mean}
      error-rate    ; recent.mean > 5    ; {recent.mean%} of the calls fail. ; 58 ; the rule compares it with a limit that is far above 1
      error-rate    ; recent.mean > 0.05 ; {recent.mean} % of the calls.     ; 58 ; recent.mean is a share of 1: write {recent.mean%} to tell it in percent
      slow-queries  ; last > 30          ; {last} slow queries per second.   ; 58 ; the sentence tells last per second, but it is declared in 1/min
      cpu           ; age > 300          ; Silent for {age} minutes.         ; 69 ; the sentence tells age in minutes, but it is in s
      """)
  void a_sentence_that_tells_another_unit_is_named(
      String indicator, String limit, String because, int column, String message) throws Exception {
    List<Fault> warnings = told(indicator, limit, because);

    assertThat(warnings).singleElement().satisfies(warning -> {
      assertThat(warning.line()).isEqualTo(6);
      assertThat(warning.column()).isEqualTo(column);
      assertThat(warning.message()).contains(message);
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      response-time ; recent.p95 > 800  ; 'It took {recent.p95} {unit}; the limit is 800 ms or 0.8 s.'
      response-time ; recent.p95 > 800  ; It took {recent.p95} ms for {age} s.
      cpu           ; recent.mean > 90  ; 'Busy {recent.mean} %; the limit is 90 %.'
      cpu           ; recent.mean > 0.5 ; 'Busy {recent.mean} %; the limit is 0.5 %.'
      error-rate    ; recent.mean > .05 ; {recent.mean%} of the calls fail, the limit is 5 %.
      slow-queries  ; last > 30         ; {last} slow queries per minute.
      no-such       ; last > 30         ; {last} ms, {last} %.
      """)
  void a_sentence_that_tells_the_right_unit_is_not(String indicator, String limit, String because) throws Exception {
    assertThat(told(indicator, limit.replace(" .", " 0."), because)).filteredOn(one -> one.line() == 6).isEmpty();
  }

  @Test
  void a_fraction_of_a_percent_is_named_at_the_limit() throws Exception {
    assertThat(told("cpu", "recent.mean > 0.9", "Too busy.")).map(Fault::warning).containsExactly(
        "test.drl:4:32: warning: recent.mean is in %, so that 0.9 is less than 1 %: write 90 for 90 %");
  }

  @Test
  void a_thousand_rules_are_looked_through_in_a_moment() throws Exception {
    StringBuilder rules = new StringBuilder("package faultdesk.performance\n");
    IntStream.range(0, 1000).forEach(i -> rules.append(
        raise("slow-" + i, "name == \"n-" + i % 20 + "\", last > " + i + ", last <= " + (i + 1), KEPT)));
    List<ReadRule> read = RuleReader.read("many.drl", rules.toString()).rules();
    RuleAdvice.on(read, catalog());

    long start = System.nanoTime();
    assertThat(RuleAdvice.on(read, null)).isEmpty();
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(5);
  }

  @Test
  void thousands_of_warnings_are_told_by_the_first_and_their_number() {
    assertThat(many(i -> raise("slow", "name == \"x\", last > " + i, KEPT))).hasSize(501)
        .last().hasToString("many.drl:3006:16: and 4499 more warnings");
    assertThat(many(i -> raise("slow", "name == \"x\", last > " + (5000 - i), KEPT))).hasSize(501)
        .last().asString().endsWith(": and 4499 more warnings");
    assertThat(many(i -> raise("slow-" + i, "name == \"x\", last > " + i, KEPT))).hasSize(501)
        .last().asString().endsWith(": and 4499 more warnings");
  }

  @Test
  void thousands_of_rules_about_the_same_are_compared_as_far_as_it_takes_a_moment() {
    assertThat(many(i -> raise("slow", "name == \"x\", last > " + i + ", last <= " + (i + 1), KEPT))).isEmpty();
    assertThat(many(i -> raise("slow-" + i, "last > " + i + ", last <= " + (i + 1), KEPT))).isEmpty();
    assertThat(many(i -> i % 2 == 0
        ? raise("slow", "name == \"x\", last > " + (9000 + i), ".untilRecovered()")
        : recover("slow", "name == \"x\", last < " + i))).hasSize(501);
    assertThat(many(i -> raise("slow-" + i, "name == \"n-" + i % 2500 + "\", last > 1", KEPT)))
        .as("each with the one of its name, far before it").hasSize(501)
        .last().asString().endsWith(": and 2000 more warnings");
  }

  private static List<Fault> many(IntFunction<String> rule) {
    String rules = IntStream.range(0, 5000).mapToObj(rule).collect(Collectors.joining());
    return RuleAdvice.on(RuleReader.read("many.drl", "package faultdesk.performance\n" + rules).rules(), null);
  }

  private static final String KEPT = ".keepFor(\"5m\")";

  private static List<String> advice(String... rules) throws BrokenRules {
    return RuleAdvice.on(Given.rules(rules).rules(), null).stream().map(Fault::message).toList();
  }

  private static List<Fault> told(String indicator, String limit, String because) throws Exception {
    String rule = raise("told", limit, KEPT + ".because(\"" + because + "\")")
        .replace("Indicator( ", "Indicator( name == \"" + indicator + "\", ");
    return RuleAdvice.on(Given.rules(rule).rules(), catalog()).stream()
        .filter(warning -> !warning.message().startsWith("no indicator")).toList();
  }

  private static String raise(String finding, String conditions, String further) {
    return "rule \"" + finding + " " + conditions.replace("\"", "'") + "\"\nwhen\n$i : Indicator( " + conditions
        + " )\nthen\nfindings.raise(\"" + finding + "\", $i, MAJOR)" + further + ";\nend\n";
  }

  private static String recover(String finding, String conditions) {
    return "rule \"no " + finding + "\"\nwhen\n$i : Indicator( " + conditions + " )\nthen\nfindings.recovered(\""
        + finding + "\", $i);\nend\n";
  }

  private static String about(String fact, String conditions) {
    return "rule \"ahead\"\nwhen\n$f : " + fact + "( " + conditions
        + " )\nthen\nfindings.raise(\"ahead\", $f, MAJOR);\nend\n";
  }

  /** One that raises without a limit that could flap. */
  private static String rule(String patterns) {
    return "rule \"a\"\nwhen\n" + patterns + "\nthen\nfindings.raise(\"a\", $i, MAJOR)" + KEPT + ";\nend\n";
  }

  private static Catalog catalog() throws Exception {
    return Catalog.of(Path.of("faultdesk.yaml"));
  }
}
