package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.rules.Fault;
import io.faultdesk.rules.RuleFiles.RuleFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTestFileTest {

  private static final String GOOD = """
      indicators:
        response-time: {unit: ms, windows: [5m, 30s], kind: gauge, missing: leave}
      tests:
        - name: a
          service: {name: crm-db, criticality: high, team: database, declared: false}
          every: 30s
          series: {response-time: 5x3 _ end}
          alerts: [{name: X, from: 1m, until: 2m, labels: {a: b}, annotations: {summary: s}, sender: me}]
          expect:
            - {at: 1m, open: []}
            - {at: 2m..1h30m, fired: [r]}
      """;

  @Test
  void reads_all_that_a_test_may_say() {
    RuleTest test = RuleTestFile.read(new RuleFile("a.yaml", GOOD)).tests().getFirst();
    assertThat(test.service().team()).isEqualTo("database");
    assertThat(test.service().declared()).isFalse();
    assertThat(test.every()).hasSeconds(30);
    assertThat(test.indicators().get("response-time").unit()).isEqualTo("ms");
    assertThat(test.indicators().get("response-time").windows())
        .containsExactly(Duration.ofSeconds(30), Duration.ofMinutes(5));
    assertThat(test.alerts().getFirst().alert().labels()).containsEntry("a", "b").containsEntry("alertname", "X");
    assertThat(test.length()).hasMinutes(90);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      name: a                      | nam: a                    | 4:5: there is no "nam" here, but name, service
      name: a                      | name: ''                  | 4:11: a name has 1 to 200 characters
      every: 30s                   | every: 30                 | 6:12: "30" is no time; times are like 90s, 2m or 1h30m
      every: 30s                   | every: 0s                 | 6:12: the ticks of series are 1s to 1h apart
      every: 30s                   | name: b                   | 6:5: "name" stands here twice
      criticality: high            | criticality: hihg         | 5:42: must be high, medium or low, not "hihg"
      declared: false              | declared: no              | 5:74: here stands true or false
      5x3 _ end                    | 5x3 $ end                 | 7:33: "$" is no part of a series
      5x3 _ end                    | 5x300000                  | 7:29: the series of a test have at most 200000 ticks
      5x3 _ end                    | ""                        | 7:29: a series has at least one sample
      5x3 _ end                    | [1]                       | 7:29: here stands one value
      until: 2m                    | until: 30s                | 8:41: the alert would end before it begins
      {at: 1m, open: []}           | {open: []}                | 10:9: "at" is missing here
      {at: 1m, open: []}           | {at: 1m}                  | 10:9: say what is expected: open, fired or not-fired
      {at: 1m, open: []}           | {at: 3m, open: []}        | 11:9: what is expected stands in the order of time
      at: 2m..1h30m                | at: 2m..1m                | 11:14: this ends before it begins
      at: 2m..1h30m                | at: 2m..25h               | 11:14: a test lasts at most 24h
      at: 2m..1h30m                | at: 2m..x                 | 11:18: "x" is no time
      kind: gauge                  | kind: counted             | 2:55: "counted" is none of gauge, counter
      """)
  void what_is_wrong_is_told_with_its_place(String good, String wrong, String fault) {
    assertThat(faults(GOOD.replace(good, wrong))).singleElement().asString().startsWith("a.yaml:" + fault);
  }

  @Test
  void two_tests_of_one_name_are_told() {
    String second = GOOD.substring(GOOD.indexOf("  - name: a"));
    assertThat(faults(GOOD + second)).containsExactly("a.yaml:12:5: another test of this file has the name \"a\"");
  }

  @Test
  void what_is_no_yaml_is_told_with_its_place() {
    assertThat(faults("tests: [")).singleElement().asString().startsWith("a.yaml:1:9: this is no YAML: ");
    assertThat(faults("")).containsExactly("a.yaml:1:1: there are no tests in this file");
    assertThat(faults("- a")).containsExactly("a.yaml:1:1: here stand keys with their values");
    assertThat(faults("tests: []\n---\ntests: []")).singleElement().asString().contains("this is no YAML");
    assertThat(faults("[".repeat(100))).singleElement().asString().contains("this is no YAML");
    assertThat(faults("a\u0000b")).singleElement().asString().contains("this is no YAML");
  }

  @Test
  void an_alias_bomb_does_not_go_off() {
    assertThat(faults("tests: &a [1]\nindicators: {b: [*a, *a]}"))
        .containsExactly("a.yaml:2:18: no aliases: say it in full instead of *a");
  }

  @Test
  void a_file_is_at_most_a_mebibyte_and_plays_at_most_a_week() {
    assertThat(faults("#".repeat((1 << 20) + 1))).containsExactly("a.yaml:1:1: a file of tests has at most 1 MiB");
    StringBuilder week = new StringBuilder("tests:\n");
    for (int i = 0; i < 8; i++) {
      week.append("  - {name: t").append(i).append(", service: s, series: {a: 1}, expect: [{at: 24h, open: []}]}\n");
    }
    assertThat(faults(week.toString())).singleElement().asString()
        .startsWith("a.yaml:9:5: the tests of one file last at most 168 hours");
  }

  private static List<String> faults(String text) {
    return RuleTestFile.read(new RuleFile("a.yaml", text)).faults().stream().map(Fault::toString).toList();
  }
}
