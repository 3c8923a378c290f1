package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.util.FileSystemUtils;

/** Staff at work in Tasklist, in a real browser; what they saw is kept under {@code target/screenshots}. */
class BrowserIT extends WholeApp {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync");
  private static final String YES = "Yes · 是";
  private static final String NO = "No · 否";

  private static Playwright playwright;
  private static Browser browser;

  private final List<TasklistPage> windows = new ArrayList<>();
  private final Map<String, TasklistPage> atWork = new HashMap<>();
  private Path pictures;

  @BeforeAll
  static void startBrowser() {
    boolean must = "true".equals(System.getenv("CI"));
    assumeTrue(must || Files.isExecutable(CHROMIUM), "there is no " + CHROMIUM + " to test with");
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright.chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setHeadless(true).setArgs(FLAGS));
  }

  @AfterAll
  static void stopBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void keepPictures(TestInfo test) throws Exception {
    pictures = Path.of("target", "screenshots", test.getTestMethod().orElseThrow().getName());
    FileSystemUtils.deleteRecursively(pictures);
    Files.createDirectories(pictures);
  }

  @AfterEach
  void closeWindows() {
    windows.forEach(window -> {
      window.picture("at-the-end");
      window.close();
    });
  }

  @Test
  void people_sign_in_on_either_page_and_find_the_shared_filters() {
    for (TasklistPage page : List.of(signedIn("li.na"), window().signInOnTasklist("wang.fang", "secret"))) {
      for (String filter : List.of("My tasks", "My team's unclaimed tasks", "Overdue", "Due today", "Priority 1")) {
        PlaywrightAssertions.assertThat(page.filter(filter)).isVisible();
      }
    }
  }

  @Test
  void an_incident_is_taken_to_its_end_by_clicking_and_typing() {
    String number = report(Map.of("title", "下单太慢 🔥 orders are slow", "service", "crm-order", "impact", "high",
        "urgency", "high"));

    TasklistPage diagnose = open(number, "diagnose");
    assertThat(diagnose.shown()).contains(number, "下单太慢 🔥", "crm-order").doesNotContain("null", "{{");
    diagnose.cannotComplete();
    diagnose.tick("A real fault · 确认故障").cannotComplete();
    diagnose.write("What is wrong? · 诊断", "索引丢了 🔥 an index is gone").complete();

    TasklistPage locate = open(number, "locate");
    assertThat(locate.shown()).contains("索引丢了 🔥").doesNotContain("null", "{{");
    locate.write("Which component is at fault? · 故障组件", "crm-db").cannotComplete();
    locate.write("What is the cause? · 原因", "上线脚本删了索引 😱").complete();

    TasklistPage repair = open(number, "repair");
    assertThat(repair.shown()).contains("crm-db", "上线脚本删了索引 😱").doesNotContain("null", "{{");
    repair.tick(YES).cannotComplete();
    repair.write("What was done? · 修复措施", "重建索引 ✅").complete();

    TasklistPage recover = open(number, "recover");
    assertThat(recover.shown()).contains("重建索引 ✅").doesNotContain("null", "{{");
    recover.cannotComplete();
    recover.tick(YES).complete();

    TasklistPage review = open(number, "review");
    assertThat(review.shown()).contains("重建索引 ✅").doesNotContain("null", "{{");
    review.write("What was the root cause? · 根本原因", "迁移没有测试").write("What do we learn from it? · 经验教训", "先测试 🧪")
        .cannotComplete();
    review.tick(YES).complete();

    noTasks(number);
    assertThat(incident(number).at("/closure/reason").asText()).isEqualTo("recovered");
    assertThat(timelineText(number)).contains("索引丢了 🔥 an index is gone", "重建索引 ✅", "迁移没有测试");
    assertThat(incident(number).toString()).contains("先测试 🧪");
  }

  @Test
  void no_leads_back_where_the_form_says_it_does() {
    String number = report(Map.of("title", "Orders hang", "service", "crm-order"));
    open(number, "diagnose").tick("A real fault · 确认故障").write("What is wrong? · 诊断", "it hangs").complete();
    open(number, "locate").write("Which component is at fault? · 故障组件", "crm-order")
        .write("What is the cause? · 原因", "unknown").complete();
    open(number, "repair").write("What was done? · 修复措施", "restarted 🔁").tick(NO).complete();

    TasklistPage again = open(number, "diagnose");
    assertThat(again.shown()).contains("Tried before", "restarted 🔁");
    again.tick("A real fault · 确认故障").write("What is wrong? · 诊断", "still hangs").complete();
    open(number, "locate").write("Which component is at fault? · 故障组件", "crm-db")
        .write("What is the cause? · 原因", "锁等待").complete();
    open(number, "repair").write("What was done? · 修复措施", "killed the lock").tick(YES).complete();
    open(number, "recover").tick(NO).write("Comment · 备注", "还是慢 🐢").complete();

    TasklistPage repairAgain = open(number, "repair");
    assertThat(repairAgain.shown()).contains("killed the lock", "还是慢 🐢");
    assertThat(incident(number).get("phase").asText()).isEqualTo("repair");
  }

  @Test
  void a_rule_that_was_no_use_is_called_so_in_the_review() {
    String number = report(Map.of("title", "Orders hang", "service", "crm-order", "impact", "high", "urgency", "high"));
    liNa.post("/api/v1/incidents/" + number + "/resolution", Map.of("text", "it was the provider")).expect(200);
    TasklistPage review = open(number, "review");
    review.write("What was the root cause? · 根本原因", "供应商故障").write("What do we learn from it? · 经验教训",
        "ask them first");
    review.tick(NO).complete();
    noTasks(number);
    assertThat(incident(number).at("/review/ruleUseful")).isEqualTo(BooleanNode.FALSE);
    assertThat(incident(number).get("state").asText()).isEqualTo("closed");
  }

  @Test
  void a_runbook_is_approved_or_not() {
    for (String answer : List.of(YES, NO)) {
      String number = withRunbook("restart-search 🔧");
      TasklistPage approve = open(number, "approve-repair");
      assertThat(approve.shown()).contains("restart-search 🔧").doesNotContain("null", "{{");
      approve.cannotComplete();
      approve.tick(answer).write("Comment · 备注", "小心 ⚠️").complete();
      TasklistPage repair = open(number, "repair");
      assertThat(repair.shown()).contains("小心 ⚠️").doesNotContain("null", "{{");
      assertThat(repair.shown().contains("Approved runbook")).isEqualTo(answer.equals(YES));
    }
  }

  @Test
  void what_cleared_by_itself_is_confirmed_or_diagnosed_on() {
    String closed = clearedByItself();
    TasklistPage confirm = open(closed, "confirm-cleared");
    confirm.cannotComplete();
    confirm.tick("All is well, close the incident · 关闭").complete();
    noTasks(closed);
    assertThat(incident(closed).at("/closure/reason").asText()).isEqualTo("cleared");

    String continued = clearedByItself();
    open(continued, "confirm-cleared").tick("I do not trust it, go on with the diagnosis · 继续诊断").complete();
    task(continued, "diagnose");
  }

  @Test
  void false_alarms_and_repetitions_end_with_their_diagnosis() {
    String first = report(Map.of("title", "Orders hang", "service", "crm-order"));
    String second = report(Map.of("title", "Orders hang too", "service", "crm-order"));
    TasklistPage diagnose = open(second, "diagnose");
    diagnose.tick("A repetition of another incident · 重复").cannotComplete();
    diagnose.write("Which incident does it repeat? · 重复的故障编号", first).complete();
    noTasks(second);
    assertThat(incident(second).at("/closure/reason").asText()).isEqualTo("duplicate");

    open(first, "diagnose").tick("A false alarm · 误报").complete();
    noTasks(first);
    assertThat(incident(first).at("/closure/reason").asText()).isEqualTo("false_alarm");
  }

  /** Opens the incident's task in the window of the person who has it. */
  private TasklistPage open(String number, String key) {
    var task = task(number, key);
    TasklistPage window = atWork.compute(
        task.get("assignee").asText(), (person, before) -> before == null ? signedIn(person) : before.loadAgain());
    return window.choose("My tasks").open(number, task.get("name").asText());
  }

  private TasklistPage signedIn(String person) {
    return window().signInOnOurPage(person, "secret");
  }

  private TasklistPage window() {
    TasklistPage window = new TasklistPage(browser, base(), pictures);
    windows.add(window);
    return window;
  }

  private String withRunbook(String runbook) {
    String number = report(Map.of("title", "Search is stuck", "service", "crm-order"));
    complete(number, "diagnose", Map.of("outcome", "confirmed", "diagnosis", "stuck"));
    task(number, "locate");
    String process = incident(number).get("processInstanceId").asText();
    admin.put("/engine-rest/process-instance/" + process + "/variables/runbook",
        Map.of("value", runbook, "type", "String")).expect(204);
    complete(number, "locate", Map.of("component", "crm-search", "cause", "full queue"));
    return number;
  }

  private String clearedByItself() {
    String service = "crm-" + UUID.randomUUID();
    Instant startsAt = clock.instant();
    alert(service, startsAt, "");
    String number = eventually(() -> {
      var items = liNa.get("/api/v1/incidents?service=" + service).expect(200).json().get("items");
      assertThat(items).hasSize(1);
      return items.get(0).get("number").asText();
    });
    task(number, "diagnose");
    clock.advance(Duration.ofMinutes(2));
    alert(service, startsAt, ",\"endsAt\":\"" + clock.instant().minusSeconds(1) + "\"");
    clock.advance(Duration.ofMinutes(10));
    task(number, "confirm-cleared");
    return number;
  }

  private void alert(String service, Instant startsAt, String end) {
    monitor.post("/api/v2/alerts", """
        [{"labels":{"alertname":"HighLatency","service":"%s","severity":"critical"},
          "annotations":{"summary":"下单太慢 🔥"},"startsAt":"%s"%s}]
        """.formatted(service, startsAt, end)).expect(200);
  }

  private String timelineText(String number) {
    return String.join("\n", liNa.get("/api/v1/incidents/" + number + "/timeline").expect(200).json()
        .findValuesAsText("text"));
  }
}
