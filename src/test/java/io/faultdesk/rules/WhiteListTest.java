package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faultdesk.rules.RuleFiles.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rule files may hold, and above all what they may not. */
class WhiteListTest {

  private static final String RULE =
      "rule \"a\"\nwhen\n  $i : Indicator( p95 > 1 )\nthen\n  findings.raise(\"a\", $i, MAJOR);\nend\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(1);",
        "Runtime.getRuntime().exec(\"id\");",
        "java.lang.Runtime.getRuntime();",
        "Class.forName(\"java.lang.System\");",
        "$i.getClass().getClassLoader();",
        "$i.getClass().forName(\"x\");",
        "new java.io.File(\"/tmp/x\").delete();",
        "new java.net.Socket(\"localhost\", 1);",
        "new Thread(() -> {}).start();",
        "while (true) {}",
        "for (;;) {}",
        "if (true) { }",
        "int x = 1;",
        "$i = null;",
        "insert(new Object());",
        "update($i);",
        "modify($i) { p95() };",
        "delete($i);",
        "drools.halt();",
        "drools.getKieRuntime().getGlobals();",
        "kcontext.getKieRuntime();",
        "findings.getClass();",
        "findings.raise(\"a\", $i, MAJOR).getClass();",
        "findings.raise(\"a\", $i, MAJOR.getDeclaringClass());",
        "findings.raise(System.getProperty(\"x\"), $i, MAJOR);",
        "findings.raise(\"a\" + $i.name(), $i, MAJOR);",
        "findings.raise(\"a\", $i.recent(), MAJOR);",
        "findings.raise(\"a\", (Object) $i, MAJOR);",
        "findings.raise(\"a\", $i, MAJOR).because(String.valueOf($i));",
        "findings.raise(\"a\", $i, MAJOR)\\u003b System.exit(1);",
        "findings.raise(\"a\\\"); System.exit(1); //\", $i, MAJOR);",
        "findings.raise(\"a\n\", $i, MAJOR);",
        "\\u0053ystem.exit(1);",
        "{ findings.raise(\"a\", $i, MAJOR); }",
        "findings.say(0, $i);",
        "throw new RuntimeException();",
        "return;",
        "/* findings.raise(\"a\", $i, MAJOR);",
        "@Deprecated findings.raise(\"a\", $i, MAJOR);"
      })
  void code_on_the_right_is_refused(String statement) {
    refuses("rule \"a\"\nwhen\n  $i : Indicator( p95 > 1 )\nthen\n  " + statement + "\nend\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eval( true )",
        "$i : Indicator( eval( System.exit(1) == null ) )",
        "not( eval( System.exit(1) == null ) )",
        "$i : Indicator( System.exit(1) )",
        "$i : Indicator( service.class.name == \"x\" )",
        "$i : Indicator( service.getClass().getName() == \"x\" )",
        "$i : Indicator( getClass() != null )",
        "$i : Indicator( class.classLoader != null )",
        "$i : Indicator( name.bytes != null )",
        "$i : Indicator( name.length() > 3 )",
        "$i : Indicator( name.toString() == \"x\" )",
        "$i : Indicator( this.p95 > 3 )",
        "$i : Indicator( ( new java.io.File(\"x\") ).exists() )",
        "$i : Indicator( java.lang.System.exit(1) == null )",
        "$i : Indicator( Runtime.getRuntime() != null )",
        "$i : Indicator( p95 = 3 )",
        "$i : Indicator( name matches \"(a+)+$\" )",
        "$i : Indicator( name soundslike \"x\" )",
        "$i : Indicator( p95 > 800; )",
        "$i : Indicator( $x : p95 )",
        "$i : Indicator( p95 > 1 ) from entry-point \"x\"",
        "$i : Indicator() from System.getProperties()",
        "$i : Indicator() over window:length( 3 )",
        "accumulate( Indicator( $p : p95 ); $s : sum( $p ) )",
        "$n : Number() from accumulate( Indicator(), init( int x = 0; ) action( System.exit(1); ) reverse( ) result( x ) )",
        "$l : java.util.List() from collect( Indicator() )",
        "forall( Indicator() )",
        "$i : Object()",
        "$i : java.lang.Object()",
        "$i : io.faultdesk.indicator.Indicator()",
        "Indicator() or Indicator()",
        "( Indicator() and Indicator() )",
        "$i : Indicator( !firing )",
        "$i : Indicator( [1, 2] contains p95 )",
        "$i : Indicator( p95 > ( System.exit(1) ) )",
        "$i : Indicator( #name == \"x\" )",
        "$i : Indicator( name == 'x' )",
        "$i : Indicator( name == \"\\u0041\" )",
        "$i : Indicator( n\\u0061me == \"x\" )",
        "?query()",
        "do[ x ]",
        "$i : Indicator( recent.( p95 > 1 ) )",
        "$i : Indicator( windows[0].p95 > 1 )"
      })
  void anything_but_comparisons_of_fields_on_the_left_is_refused(String condition) {
    refuses("rule \"a\"\nwhen\n  " + condition + "\nthen\n  findings.raise(\"a\", $i, MAJOR);\nend\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import java.io.File",
        "import java.lang.System;",
        "import static java.lang.System.exit",
        "import function java.lang.System.exit",
        "import accumulate java.lang.System x",
        "import io.faultdesk.indicator.*",
        "global java.util.List list",
        "function void f() { System.exit(1); }",
        "declare X end",
        "declare Indicator @role( event ) end",
        "query \"q\" Indicator() end",
        "dialect \"mvel\"",
        "dialect \"java\"",
        "unit X",
        "expander x.dsl",
        "package faultdesk.security",
        "salience 10",
        "rule \"b\" extends \"a\" when then end",
        "rule \"b\" dialect \"mvel\" when then end",
        "rule \"b\" timer ( int: 1s ) when then end",
        "rule \"b\" duration 100 when then end",
        "rule \"b\" no-loop when then end",
        "rule \"b\" auto-focus true when then end",
        "rule \"b\" enabled ( System.exit(1) == null ) when then end",
        "rule \"b\" salience ( System.exit(1) ) when then end",
        "rule \"b\" date-effective \"01-Jan-2026\" when then end",
        "rule \"b\" @Foo( System.exit(1) ) when then end",
        "rule b when then end",
        "rule \"b\" when then end"
      })
  void everything_beside_rules_is_refused(String text) {
    refusesFile("package faultdesk.performance\n" + text + "\n" + RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "package java.lang", "package faultdesk", "package faultdesk.nosuch", "rule \"a\" when then end"})
  void a_file_starts_with_the_package_of_a_family(String text) {
    refusesFile(text);
  }

  @Test
  void a_name_cannot_smuggle_code() throws BrokenRules {
    RuleSet rules = Given.rules(RULE.replace("rule \"a\"", "rule \"x' ); } static { System.exit(1); } /*\""));

    assertThat(Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", "x", 2))).fired())
        .containsExactly("x' ); } static { System.exit(1); } /*");
  }

  @Test
  void texts_that_look_like_code_stay_texts() throws BrokenRules {
    String text = "insert(x); drools.halt(); modify(y) { } // update(z) 你好 🙂";
    RuleSet rules =
        Given.rules(RULE.replace("MAJOR);", "MAJOR).because(\"" + text.replace("{ }", "") + "\");"));

    assertThat(Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", "x", 2))).raised().getFirst().because())
        .isEqualTo(text.replace("{ }", ""));
  }

  @Test
  void faults_name_line_and_column_and_the_rules_beside_them_are_read_on() {
    String text =
        """
        package faultdesk.performance

        rule "one"
        when
          $i : Indicator( nam == "x" )
        then
          findings.raise("one", $i, MAJOR);
        end

        rule "two"
        when
          $i : Indicator( name == "x" )
        then
          findings.raise("two", $i, HUGE);
        end
        """;

    assertThat(faults(text).toString())
        .contains("f.drl:5:19: Indicator has no field \"nam\": it has age, baseline, count")
        .contains("f.drl:14:29: a severity is CRITICAL, MAJOR, MINOR or WARNING, not \"HUGE\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p95 > \"x\"", "name > \"x\"", "name == 3", "p95 != 3", "p95 == null", "p95", "recent > 3", "p95 in (\"a\")",
        "name + 1 > 3", "name == MAJOR", "p95 contains \"x\"", "recent.p96 > 1", "p95 > 3 &&", "$j.p95 > 3",
        "p95 > 1 > 0"
      })
  void a_comparison_of_unlike_things_is_named(String constraint) {
    refuses(
        "rule \"a\"\nwhen\n  $i : Indicator( " + constraint + " )\nthen\n  findings.raise(\"a\", $i, MAJOR);\nend\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "findings.raise(\"Slow\", $i, MAJOR);",
        "findings.raise(\"a\", $j, MAJOR);",
        "findings.raise(\"a\", $i, MAJOR).after(\"soon\");",
        "findings.raise(\"a\", $i, MAJOR).after(\"1s\").after(\"2s\");",
        "findings.raise(\"a\", $i, MAJOR).as(\"weather\");",
        "findings.raise(\"a\", $i, MAJOR).because(\"{nope}\");",
        "findings.raise(\"a\", $i, MAJOR).because(\"{service.class}\");",
        "findings.raise(\"a\", $i, MAJOR)",
        "findings.raise($i);",
        "findings.raise(\"a\", $i, MAJOR).untilRecovered();",
        "findings.recovered(\"b\", $i);"
      })
  void a_wrong_call_is_named(String statement) {
    refuses("rule \"a\"\nwhen\n  $i : Indicator( p95 > 1 )\nthen\n  " + statement + "\nend\n");
  }

  @Test
  void two_rules_of_one_name_and_half_pairs_are_named_across_files() {
    String other = "package faultdesk.security\n" + RULE.replace("MAJOR)", "MAJOR).untilRecovered()");

    assertThatThrownBy(
        () -> RuleSet
            .of(List.of(new RuleFile("a.drl", "package faultdesk.performance\n" + RULE), new RuleFile("b.drl", other))))
        .isInstanceOfSatisfying(
            BrokenRules.class,
            broken -> assertThat(broken.faults().toString())
                .contains("b.drl:2:6: another rule has this name: a.drl:2")
                .contains("b.drl:6:18: no rule says findings.recovered(\"a\", …)"));
  }

  @Test
  void the_second_wall_keeps_compiled_rules_from_harmful_classes() {
    assertThat(List.of("java.lang.String", "io.faultdesk.rules.Findings", "org.drools.core.WorkingMemory"))
        .allMatch(Fence::isOpen);
    assertThat(
        List.of(
            "java.lang.System",
            "java.lang.Runtime",
            "java.lang.ProcessBuilder",
            "java.lang.Thread",
            "java.lang.ClassLoader",
            "java.lang.reflect.Method",
            "java.lang.invoke.MethodHandles",
            "java.io.File",
            "java.nio.file.Files",
            "java.net.Socket",
            "java.util.concurrent.Executors",
            "javax.script.ScriptEngineManager",
            "sun.misc.Unsafe",
            "org.springframework.context.ApplicationContext",
            "io.faultdesk.rules.RuleBook"))
        .noneMatch(Fence::isOpen);
  }

  private static void refuses(String rule) {
    refusesFile("package faultdesk.performance\n" + rule);
  }

  private static void refusesFile(String text) {
    assertThat(faults(text))
        .isNotEmpty()
        .allSatisfy(
            fault -> {
              assertThat(fault.line()).isPositive();
              assertThat(fault.column()).isPositive();
              assertThat(fault.message()).isNotBlank().doesNotContain("Exception");
            });
  }

  private static List<Fault> faults(String text) {
    BrokenRules broken =
        catchThrowableOfType(BrokenRules.class, () -> RuleSet.of(List.of(new RuleFile("f.drl", text))));
    assertThat(broken).as(text).isNotNull();
    return broken.faults();
  }
}
