package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every rule in docs/rules.md works as it stands there. */
class RulesDocumentTest {

  private static final Pattern BLOCK = Pattern.compile("(?m)^##+ (.+)$|^```drl\\n((?:(?!```).*\\n)*)```$");

  @Test
  void every_rule_compiles_and_leaves_nothing_to_be_said() throws Exception {
    Map<String, String> blocks = blocks();

    assertThat(blocks).containsKeys("A rule in five minutes", "Threshold", "Rate", "Absence", "Two indicators", "Trend",
        "Per customer segment");
    for (Map.Entry<String, String> block : blocks.entrySet()) {
      try (RuleSet rules = rules(block.getKey())) {
        assertThat(RuleAdvice.on(rules.rules(), null)).as(block.getKey()).isEmpty();
      }
    }
  }

  @Test
  void no_rule_stands_in_a_block_that_is_not_compiled() throws IOException {
    assertThat(document()).doesNotContainPattern("```(?!drl)\\w*\\n(?:// .*\\n)*package faultdesk");
  }

  @Test
  void a_rule_in_five_minutes() throws Exception {
    opens("A rule in five minutes", "slow-orders", order("response-time", 900), order("response-time", 300));
    List<RuleFile> files = new ArrayList<>(RuleFiles.in(Path.of("rules")).files());
    files.add(new RuleFile("orders.drl", blocks().get("A rule in five minutes")));
    assertThat(RuleAdvice.on(RuleSet.of(files).rules(), Catalog.of(Path.of("faultdesk.yaml"))))
        .as("beside the shipped rules").isEmpty();
  }

  @Test
  void threshold() throws Exception {
    opens("Threshold", "late-deliveries", order("order-cycle-time", 300), order("order-cycle-time", 60));
    assertThat(Given.judge(rules("Threshold"), facts(order("order-cycle-time", 300))).fired()).hasSize(2);
    assertThat(Given.judge(rules("Threshold"), facts(order("order-cycle-time", 200))).fired()).hasSize(1);
  }

  @Test
  void rate() throws Exception {
    // a rate of 1, whatever the value
    opens("Rate", "many-refunds", order("refunds", 7), null);
  }

  @Test
  void absence() throws Exception {
    opens("Absence", "silent-import", order("imported-records", Double.NaN).age(2000), order("imported-records", 5));
  }

  @Test
  void two_indicators() throws Exception {
    RuleSet rules = rules("Two indicators");
    assertThat(Given.names(Given.judge(rules, facts(order("queue-length", 700), order("throughput", 1)))))
        .containsExactly("long-queue");
    assertThat(Given.judge(rules, facts(order("queue-length", 700), order("throughput", 20))).raised()).isEmpty();
    assertThat(Given.judge(rules, facts(order("queue-length", 700))).raised()).isEmpty();
  }

  @Test
  void trend() throws Exception {
    opens("Trend", "disk-filling", order("disk", 80).slope(0.01), order("disk", 80).slope(0.001));
  }

  @Test
  void per_customer_segment() throws Exception {
    RuleSet rules = rules("Per customer segment");
    assertThat(Given.judge(rules, of("gold", 600)).fired()).containsExactly("Gold customers wait");
    assertThat(Given.judge(rules, of("basic", 600)).raised()).isEmpty();
    assertThat(Given.judge(rules, of("basic", 3000)).fired()).containsExactly("Other customers wait");
    assertThat(Given.judge(rules, of("basic", 300)).recovered()).containsExactly("waiting-customers");
    assertThat(Given.names(Given.judge(rules,
        Given.alert("CheckoutBroken", Map.of("segment", "gold"), Map.of("summary", "no basket")))))
        .containsExactly("broken-gold-checkout");
  }

  private static void opens(String section, String finding, FakeIndicator bad, FakeIndicator good) throws Exception {
    RuleSet rules = rules(section);
    assertThat(Given.names(Given.judge(rules, facts(bad)))).containsExactly(finding);
    if (good != null) {
      assertThat(Given.judge(rules, facts(good)).raised()).isEmpty();
      assertThat(Given.judge(rules, facts(good)).recovered()).containsExactly(finding);
    }
  }

  private static FakeIndicator order(String indicator, double value) {
    return FakeIndicator.of("crm-order", indicator, value);
  }

  private static Facts facts(FakeIndicator... indicators) {
    return new Facts(Given.service("crm-order"), List.of(indicators), List.of(), Foresight.NONE);
  }

  private static Facts of(String segment, double milliseconds) {
    ServiceName shop = ServiceName.of("shop-" + segment);
    return new Facts(new ServiceInfo(shop, "business", Level.HIGH, Set.of(), segment, true),
        List.of(FakeIndicator.of(shop.value(), "response-time", milliseconds)), List.of(), Foresight.NONE);
  }

  private static RuleSet rules(String section) throws IOException, BrokenRules {
    return RuleSet.of(List.of(new RuleFile("docs/rules.md, " + section, blocks().get(section))));
  }

  /** The rule files in the document by the heading above them; the second below one heading with a number. */
  private static Map<String, String> blocks() throws IOException {
    Map<String, String> blocks = new LinkedHashMap<>();
    Matcher matcher = BLOCK.matcher(document());
    String heading = "";
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        heading = matcher.group(1);
      } else {
        blocks.put(blocks.containsKey(heading) ? heading + " " + blocks.size() : heading, matcher.group(2));
      }
    }
    return blocks;
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/rules.md"));
  }
}
