package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.incident.FindingSource;
import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.IndicatorInfo.Bad;
import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.catalog.IndicatorInfo.Missing;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.IndicatorWindows;
import io.faultdesk.rules.Facts;
import io.faultdesk.rules.Trace;
import io.faultdesk.rules.Verdict;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");
  private static final ServiceName ORDERS = ServiceName.of("crm-order");
  private static final ServiceInfo SERVICE =
      new ServiceInfo(ORDERS, "platform", Level.HIGH, Set.of(), ServiceInfo.COMMON_FAMILY, true);
  private static final DetectionSettings SETTINGS =
      new DetectionSettings(2, Duration.ofSeconds(1), Duration.ofSeconds(10), 2, Duration.ofDays(1));

  private int judged;
  private final Course course = new Course(this::judge, "slow"::equals, SERVICE, SETTINGS);
  private final Rehearsal rehearsal = new Rehearsal(List.of(course), RehearsalTest::windows);

  @Test
  void opens_once_the_condition_has_held_and_clears_with_its_recovery() {
    sample(0, 900);
    sample(5, 900);
    sample(10, 1500);
    sample(15, 1500);
    sample(20, 100);
    rehearsal.until(at(60));

    assertThat(course.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.key()).isEqualTo("crm-order/slow");
      assertThat(finding.openedAt()).isEqualTo(at(3));
      assertThat(finding.said().keySet()).as("worsened once").containsExactly(at(3), at(13));
      assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(finding.clearedAt()).isEqualTo(at(20));
    });
    assertThat(course.open()).isEmpty();
    assertThat(course.fired()).containsExactlyInAnyOrder("Answers are slow", "Answers are fast again");
  }

  @Test
  void what_has_not_ended_is_open() {
    sample(0, 900);
    rehearsal.until(at(3));
    assertThat(course.open()).singleElement().satisfies(finding -> assertThat(finding.clearedAt()).isNull());
    assertThat(rehearsal.indicators()).singleElement().satisfies(each -> assertThat(each.age()).isEqualTo(3));
  }

  @Test
  void judges_once_a_second_while_samples_come_and_every_ten_seconds_while_none_do() {
    for (int i = 0; i < 50; i++) {
      rehearsal.sample(START.plusMillis(i * 200), "response-time", 100);
    }
    rehearsal.until(at(9));
    assertThat(judged).isEqualTo(10);
    rehearsal.until(at(60));
    assertThat(judged).as("the last samples at 10, then 20, 30, 40, 50, 60").isEqualTo(16);
  }

  @Test
  void judges_nothing_before_the_first_signal() {
    rehearsal.until(at(3600));
    assertThat(judged).isZero();
    sample(3600, 900);
    rehearsal.until(at(3603));
    assertThat(course.findings()).extracting(Rehearsed::openedAt).containsExactly(at(3603));
  }

  @Test
  void an_alert_that_ends_at_the_moment_it_begins_is_judged_between() {
    rehearsal.message(START, alert("a1", true, null));
    rehearsal.message(START, alert("a1", false, START));
    rehearsal.message(START, alert("a2", true, null));
    rehearsal.message(START, alert("a3", true, null));
    rehearsal.until(START);

    assertThat(judged).as("the first, then no more than two at a time").isEqualTo(3);
    assertThat(course.findings()).extracting(Rehearsed::key).containsExactly(
        "crm-order/alert/a1", "crm-order/alert/a2", "crm-order/alert/a3");
    assertThat(course.findings()).extracting(Rehearsed::clearedAt).containsExactly(START, null, null);
  }

  @Test
  void an_alert_ends_with_its_lease_unless_that_is_renewed() {
    rehearsal.message(START, alert("a1", true, at(30)));
    rehearsal.message(at(20), alert("a1", true, at(47)));
    rehearsal.until(at(120));

    assertThat(course.findings()).extracting(Rehearsed::clearedAt).containsExactly(at(47));
  }

  @Test
  void an_alert_that_is_claimed_less_bad_stays_as_bad_as_it_was() {
    rehearsal.message(START, alert("a1", Severity.CRITICAL, true, null));
    rehearsal.message(at(20), alert("a1", Severity.MINOR, true, null));
    rehearsal.until(at(30));

    assertThat(course.open()).extracting(Rehearsed::severity).containsExactly(Severity.CRITICAL);
  }

  @Test
  void an_indicator_that_ended_has_no_value_until_it_goes_on() {
    sample(0, 900);
    rehearsal.end(at(2), "response-time");
    rehearsal.until(at(5));
    assertThat(course.findings()).as("it did not hold for three seconds").isEmpty();
    sample(6, 900);
    rehearsal.until(at(9));
    assertThat(course.findings()).extracting(Rehearsed::openedAt).containsExactly(at(9));
  }

  @Test
  void finds_the_same_as_detection_that_is_stepped_by_hand() {
    Random random = new Random(11);
    TreeMap<Long, Double> samples = new TreeMap<>();
    for (long tenth = 0; tenth < 36_000; tenth += 1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 40)) {
      samples.put(tenth, tenth / 600 % 3 == 1 ? 700 + random.nextInt(900) : 100.0 + random.nextInt(500));
    }
    samples.forEach((tenth, value) -> rehearsal.sample(START.plusMillis(tenth * 100), "response-time", value));
    rehearsal.until(at(3600));

    List<String> played = new ArrayList<>();
    course.findings()
        .forEach(each -> played.add(each.openedAt() + " " + worsenedAt(each) + " " + each.clearedAt()));
    assertThat(played).isEqualTo(byHand(samples)).hasSizeGreaterThan(10);
  }

  /** Looks every tenth of a second, as the live watch does. */
  private List<String> byHand(TreeMap<Long, Double> samples) {
    Detection detection = new Detection(this::judge, "slow"::equals);
    IndicatorWindows windows = windows("response-time");
    ServiceState state = ServiceState.EMPTY;
    List<String> findings = new ArrayList<>();
    long judgedAt = -1000;
    boolean fresh = false;
    for (long tenth = 0; tenth <= 36_000; tenth++) {
      Instant now = START.plusMillis(tenth * 100);
      Double value = samples.get(tenth);
      if (value != null) {
        windows.add(now.toEpochMilli(), value, now.toEpochMilli());
        fresh = true;
      }
      if (tenth - judgedAt < (fresh || !state.holds().isEmpty() ? 10 : 100)) {
        continue;
      }
      Step step = detection.step(SERVICE, state, List.of(), List.of(), List.of(windows.at(now)), Foresight.NONE, now);
      for (Change change : step.changes()) {
        switch (change) {
          case Change.Opened opened -> findings.add(now + " null null");
          case Change.Worsened worse ->
              findings.add(findings.removeLast().replaceFirst(" \\S+ null", " " + now + " null"));
          case Change.Cleared cleared -> findings.add(findings.removeLast().replaceFirst("null$", now.toString()));
          case Change.Repeated repeated -> throw new AssertionError("there is no alert");
        }
      }
      state = step.state();
      judgedAt = tenth;
      fresh = false;
    }
    return findings;
  }

  private static @Nullable Instant worsenedAt(Rehearsed finding) {
    Instant last = finding.said().lastKey();
    return last.equals(finding.openedAt()) ? null : last;
  }

  private void sample(int second, double value) {
    rehearsal.sample(at(second), "response-time", value);
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  /** Slow above 800 for three seconds, very slow above 1200, fast again below 400; every alert is a finding. */
  private Verdict judge(Facts facts) {
    judged++;
    List<Raised> raised = new ArrayList<>();
    facts.alerts().forEach(alert -> raised.add(raised("alert/" + alert.identity(), alert.severity(), true)));
    double last = facts.indicators().stream().mapToDouble(Indicator::last).findFirst().orElse(Double.NaN);
    if (last > 800) {
      raised.add(raised("slow", last > 1200 ? Severity.CRITICAL : Severity.MAJOR, false));
      return new Verdict(raised, Set.of(), List.of("Answers are slow"));
    }
    return last < 400
        ? new Verdict(raised, Set.of("slow"), List.of("Answers are fast again"))
        : new Verdict(raised, Set.of(), List.of());
  }

  private static Raised raised(String name, Severity severity, boolean alert) {
    Duration after = alert ? Duration.ZERO : Duration.ofSeconds(3);
    return new Raised(
        "crm-order/" + name, name, alert ? FindingSource.ALERT : FindingSource.RULE, severity, Category.PERFORMANCE,
        after, Duration.ZERO, !alert, name, Map.of(),
        new Trace(name, "test.drl", 1, "v1", List.of()));
  }

  private static Alert alert(String identity, boolean firing, @Nullable Instant endsAt) {
    return alert(identity, Severity.MAJOR, firing, endsAt);
  }

  private static Alert alert(String identity, Severity severity, boolean firing, @Nullable Instant endsAt) {
    return new Alert(
        identity, ORDERS, "HighLatency", severity, Category.OTHER, firing, START, endsAt, Map.of(), Map.of(),
        "test");
  }

  private static IndicatorWindows windows(String name) {
    List<Duration> lengths = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));
    return new IndicatorWindows(
        ORDERS, new IndicatorInfo(name, "", null, Bad.HIGH, Kind.GAUGE, Missing.LEAVE, lengths), 4096);
  }
}
