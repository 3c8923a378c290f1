package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules by an author who wants to do harm: each is refused at its place, in words, or ends without harm. */
class HostileRulesTest {

  private static final String HEAD = "package faultdesk.performance\n";
  private static final String GOOD = Given.rule("good", "$i : Indicator( p95 > 1 )");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "findings.raise(`a`, $i, MAJOR); System.exit(1);~6:33~behind",
        "Runtime.getRuntime().exec(`rm -rf /`);~6:1~behind",
        "new java.io.FileWriter(`/etc/passwd`);~6:1~behind",
        "java.nio.file.Files.delete(null);~6:1~behind",
        "new java.net.Socket(`10.0.0.1`, 80);~6:1~behind",
        "Thread.sleep(100000);~6:1~behind",
        "new Thread(() -> {}).start();~6:18~blocks of code",
        "Class.forName(`java.lang.System`);~6:1~behind",
        "findings.getClass().getClassLoader();~6:10~raise and recovered",
        "findings.say(0);~6:10~raise and recovered",
        "findings.pair(0, $i);~6:10~raise and recovered",
        "while (true) {}~6:14~blocks of code",
        "for (;;);~6:1~behind",
        "byte[] b = new byte[2147483647];~6:1~behind",
        "insert($i);~6:1~behind",
        "update($i);~6:1~behind",
        "drools.halt();~6:1~behind",
        "Stream.iterate(1, x -> x).count();~6:1~behind",
        "findings.raise(`a`, $i, MAJOR).because(`x` + $i);~6:44~takes no more",
        "findings.raise(`a`, $i, MAJOR).because(`\\u0022); System.exit(1); //`);~6:40~holds no backslash",
        "\\u0053ystem.exit(1);~6:1~no backslash",
        "findings.raise(`A'); exit(1`, $i, MAJOR);~6:16~small letters, digits and hyphens",
        "findings.raise(`a`, $i, MAJOR).after(`99999999999999999999h`);~6:38~a time is written",
        "/* /* */ System.exit(1); */ findings.raise(`a`, $i, MAJOR);~6:10~behind",
        "findings.raise(`a`, $i, MAJOR).because(`{class.classLoader}`);~6:40~has no field",
        "findings.raise(`a`, $i, MAJOR).because(`{service.value.bytes}`);~6:40~no field"
      })
  void harm_on_the_right_is_refused_at_its_place(String line) {
    String[] parts = line.split("~");
    String code = parts[0].replace('`', '"');
    refused(
        HEAD + "rule \"a\"\nwhen\n$i : Indicator( p95 > 1 )\nthen\n" + code + "\nend\n", parts[1], parts[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$i : Indicator( eval( System.exit(1) == null ) )~4:17~methods cannot be called",
        "eval( System.exit(1) == null )~4:1~not allowed here",
        "$i : Indicator( name.getClass() != null )~4:17~methods cannot",
        "$i : Indicator( class != null )~4:17~no field",
        "$i : Indicator( name matches \"(a+)+$\" )~4:17~not a comparison",
        "$i : Indicator( name == \"a\\u0022\" )~4:25~no backslash",
        "$i : Indicator( name == “x” )~4:25~straight double quotes",
        "$i : Indicator（ last > 1 )~4:15~wide character: write \"(\"",
        "$i : Indicator( findings.pair(1, $i) )~4:17~methods cannot",
        "$i : Indicator() from System.getProperties()~4:18~not allowed here",
        "$i : Alert( labels[\"*/ System.exit(1); /*\"] == \"x\" )~4:20~letters, digits",
        "$i : Alert( labels[\"x\"].bytes == \"x\" )~4:13~has no fields",
        "$i : java.lang.Runtime()~4:6~not allowed here",
        "$_0 : Indicator()~4:1~letters and digits",
        "accumulate( Indicator(); $n : count() )~4:1~not allowed here",
        "$i : Indicator() Indicator() Indicator() Indicator() Indicator()~4:54~at most 4 patterns",
        "$i : Indicator( p95 > 99999999999999999999999999999999999999 )~4:23~a number is digits",
        "$i : Indicator( p95 > 1e308 )~4:23~a number is digits",
        "$i : Indicator( p95 > 0x7fffffff )~4:23~a number is digits"
      })
  void harm_on_the_left_is_refused_at_its_place(String line) {
    String[] parts = line.split("~");
    refused(
        HEAD + "rule \"a\"\nwhen\n" + parts[0] + "\nthen\nfindings.raise(\"a\", $i, MAJOR);\nend\n", parts[1],
        parts[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import java.lang.Runtime~2:8~may be imported",
        "import static java.lang.System.exit~2:8~may be imported",
        "global java.lang.Runtime r~2:1~only rules",
        "function void f() { System.exit(1); }~2:19~blocks of code",
        "declare A extends Thread end~2:1~only rules",
        "dialect \"mvel\"~2:1~only rules",
        "rule \"b\" dialect \"mvel\" when then end~2:10~a rule is salience",
        "rule \"b\" timer (int: 1ms) when then end~2:22~a number is digits",
        "rule \"b\" salience ( 1 / 0 ) when then end~2:19~salience is a whole number",
        "rule \"b\" salience 9999999 when then end~2:19~salience is a whole number",
        "rule \"b\nSystem.exit(1);\" when then end~2:6~a text ends on the line",
        "/*/ System.exit(1);~2:1~this comment does not end",
        "package java.lang~2:1~only rules",
        "#{ System.exit(1) }~2:1~\"#\" is not allowed"
      })
  void harm_beside_the_rules_is_refused_at_its_place(String line) {
    String[] parts = line.split("~");
    refused(HEAD + parts[0] + "\n" + GOOD, parts[1], parts[2]);
  }

  @Test
  @Timeout(20)
  void brackets_without_end_are_refused() {
    String deep = "(".repeat(100_000) + "p95 > 1" + ")".repeat(100_000);

    refused(HEAD + Given.rule("a", "$i : Indicator( " + deep + " )"), "4:37", "at most 20 deep");
  }

  @Test
  @Timeout(20)
  void a_comparison_without_end_is_refused() {
    refused(HEAD + Given.rule("a", "$i : Indicator( p95 > 1" + " + 1".repeat(100_000) + " )"), "4:", "at most 500");
    refused(
        HEAD + Given.rule("a", "$i : Indicator( name in (" + "\"a\", ".repeat(100_000) + "\"b\") )"), "4:",
        "at most 500");
    refused(HEAD + Given.rule("a", "$i : Indicator( " + "-".repeat(100_000) + "p95 > 1 )"), "4:", "expected a field");
    refused(HEAD + Given.rule("a", "$i : Indicator( name contains \"" + "a".repeat(100_000) + "\" )"), "4:31",
        "at most 1000 characters");
    refused(
        HEAD + GOOD.replace("end\n", "findings.raise(\"a\", $i, MAJOR);\n".repeat(1_000) + "end\n"), "26:1",
        "at most 20 things");
  }

  @Test
  @Timeout(60)
  void the_longest_comparisons_that_pass_compile_and_judge() throws BrokenRules {
    String sum = "$i : Indicator( p95" + " + 1".repeat(498) + " > 1 )";
    String list = "$i : Indicator( name in (" + "\"a\", ".repeat(498) + "\"x\") )";
    String or = "$i : Indicator( p95 > 1" + " || p95 > 1".repeat(249) + " )";
    String deep = "$i : Indicator( " + "( p95 > 1 && ".repeat(20) + "p95 > 1" + " )".repeat(20) + " )";

    RuleSet rules =
        Given.rules(Given.rule("sum", sum), Given.rule("list", list), Given.rule("or", or), Given.rule("deep", deep));

    assertThat(Given.names(Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", "x", 5)))))
        .containsExactly("deep", "list", "or", "sum");
  }

  @Test
  @Timeout(20)
  void files_and_sets_without_end_are_refused() {
    refused(HEAD + "// " + "x".repeat(2_000_000), "1:1", "at most 1 MiB");
    String rules = IntStream.range(0, 10_000)
        .mapToObj(i -> "rule \"r" + i + "\"when $i:Indicator()then findings.raise(\"r\",$i,MINOR);end\n")
        .collect(Collectors.joining());
    refused(HEAD + rules, "5002:6", "at most 5000 rules");
    refused(HEAD + "/*".repeat(200_000) + "*/ exit", "2:6", "only rules");
    refused(HEAD + "/* " + "*".repeat(500_000), "2:1", "comment does not end");
    refused(HEAD + "\"" + "\\\"".repeat(200_000), "2:1", "no backslash");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u2028 System.exit(1); \u0085 end",
        "@{System.exit(1)} ${System.exit(1)} #{exit} %s %1$s",
        "'); } static { System.exit(1); } ('",
        "*/ System.exit(1); /*",
        "end rule r1 when then System.exit(1); end",
        "\u202e;)1(tixe.metsyS",
        "<script>alert(1)</script>"
      })
  void texts_are_never_read_as_code(String text) throws BrokenRules {
    RuleSet rules = Given.rules(
        Given.rule("a", "$i : Indicator( name != \"" + text + "\", p95 > 1 )")
            .replace("rule \"a\"", "rule \"" + text + "\"")
            .replace("MAJOR);", "MAJOR).because(\"" + text.replaceAll("[{}]", "") + "\");"),
        Given.rule("label", "$i : Alert( labels[\"x\"] == \"" + text + "\" )"), GOOD);

    assertThat(Given.names(Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", "x", 5)))))
        .containsExactly("a", "good");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$i : Alert() $j : Alert() $k : Alert() $l : Alert()",
        "$i : Alert() $j : Alert( name contains \"a\", $i.annotations[\"text\"] contains \"b\" )",
        "$i : Alert() not Alert( name == $i.sender || identity == $i.name )",
        "$i : Alert( annotations[\"text\"] contains \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy\" )",
        "$i : Alert( firing ) ServiceInfo()",
        "$i : Indicator( p95 / 0 > 1, p95 * 999999999999999 * 999999999999999 > 1 )"
      })
  @Timeout(60)
  void rules_that_would_run_for_ever_end_and_the_others_answer(String patterns) throws BrokenRules {
    RuleFile file = new RuleFile("test.drl", HEAD + Given.rule("hostile", patterns) + GOOD);
    RuleSet rules = RuleSet.of(new RuleFiles("test", List.of(file), List.of()), Duration.ofMillis(500));
    Facts facts = alerts(5_000);

    for (int i = 0; i < 3; i++) {
      Verdict verdict = Objects.requireNonNull(rules.judge(facts, failure -> {}));

      assertThat(Given.names(verdict)).contains("good");
      boolean off = rules.switchedOff().contains("hostile");
      assertThat(verdict.unasked()).isEqualTo(off ? Set.of("crm-web/hostile") : Set.of());
    }
  }

  @Test
  void a_finding_that_a_rule_raises_sets_no_rule_off() throws BrokenRules {
    RuleSet rules = Given.rules(
        Given.rule("a", "$i : Indicator( p95 > 1 )"),
        "rule \"b\"\nwhen\n$i : Indicator( p95 > 1 )\nthen\nfindings.raise(\"b\", $i, MAJOR);\nfindings.recovered(\"a\", $i);\nend\n");

    Verdict verdict = Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", "x", 5)));

    assertThat(verdict.fired()).containsExactlyInAnyOrder("a", "b");
    assertThat(verdict.recovered()).isEmpty();
  }

  private static void refused(String text, String place, String words) {
    BrokenRules broken =
        catchThrowableOfType(BrokenRules.class, () -> RuleSet.of(List.of(new RuleFile("f.drl", text))));
    assertThat(broken).as("refused").isNotNull();
    assertThat(Stream.of(broken.faults().getFirst().toString()))
        .as(words)
        .allMatch(fault -> fault.startsWith("f.drl:" + place) && fault.contains(words));
  }

  private static Facts alerts(int count) {
    String text = "x".repeat(1_000);
    List<Alert> alerts =
        IntStream.range(0, count)
            .mapToObj(
                number -> new Alert(
                    "%064x".formatted(number), ServiceName.of("crm-web"), "a" + number, Severity.CRITICAL,
                    Category.SECURITY, true, Instant.parse("2026-01-02T03:04:05Z"), null, Map.of(),
                    Map.of("text", text), "prometheus"))
            .toList();
    return new Facts(Given.service("crm-web"), List.of(FakeIndicator.of("crm-web", "x", 5)), alerts, Foresight.NONE);
  }
}
