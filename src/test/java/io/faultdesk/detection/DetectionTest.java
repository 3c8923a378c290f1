package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.incident.FindingSource;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.incident.FindingLeftOpen;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DetectionTest {

  private static final Trace TRACE = new Trace("Answers are slow", "test.drl", 3, "v1", List.of());

  private static final ServiceName ORDERS = ServiceName.of("crm-order");
  private static final ServiceInfo SERVICE =
      new ServiceInfo(ORDERS, "platform", Level.HIGH, Set.of(), ServiceInfo.COMMON_FAMILY, true);
  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");

  private final List<Raised> holding = new ArrayList<>();
  private final List<String> recovered = new ArrayList<>();
  private final List<String> unasked = new ArrayList<>();
  private final Set<String> recoverable = new HashSet<>(Set.of("slow"));
  private final List<FindingLeftOpen> left = new ArrayList<>();
  private final Detection detection = new Detection(this::judge, recoverable::contains);
  private ServiceState state = ServiceState.EMPTY;
  private Instant now = START;

  @Test
  void opens_a_finding_only_after_its_condition_has_held_long_enough() {
    holding.add(slow(Duration.ofSeconds(10), Duration.ZERO, false));
    assertThat(step()).isEmpty();
    pass(9);
    assertThat(step()).isEmpty();
    pass(1);
    assertThat(step()).containsExactly(new Change.Opened(holding.getFirst()));
    pass(1);
    assertThat(step()).isEmpty();
  }

  @Test
  void starts_counting_again_when_the_condition_was_interrupted() {
    Raised slow = slow(Duration.ofSeconds(10), Duration.ZERO, false);
    holding.add(slow);
    step();
    pass(6);
    holding.clear();
    step();
    pass(1);
    holding.add(slow);
    step();
    pass(6);
    assertThat(step()).isEmpty();
  }

  @Test
  void keeps_a_finding_for_a_while_after_the_last_firing() {
    holding.add(slow(Duration.ZERO, Duration.ofMinutes(5), false));
    step();
    holding.clear();
    pass(299);
    assertThat(step()).isEmpty();
    pass(1);
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/slow"));
  }

  @Test
  void a_firing_within_the_keep_time_neither_clears_nor_opens_again() {
    Raised slow = slow(Duration.ZERO, Duration.ofMinutes(5), false);
    holding.add(slow);
    step();
    holding.clear();
    pass(200);
    step();
    holding.add(slow);
    pass(1);
    assertThat(step()).isEmpty();
    holding.clear();
    pass(299);
    assertThat(step()).isEmpty();
  }

  @Test
  void a_finding_with_hysteresis_waits_for_its_recovery_condition() {
    holding.add(slow(Duration.ZERO, Duration.ZERO, true));
    step();
    holding.clear();
    pass(3600);
    assertThat(step()).isEmpty();
    recovered.add("slow");
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/slow"));
  }

  @Test
  void an_alert_opens_repeats_and_clears() {
    assertThat(step(firing(START, null))).singleElement().isInstanceOf(Change.Opened.class);
    assertThat(step(firing(START, null))).containsExactly(new Change.Repeated(fromAlert(firing(START, null)), 1));
    assertThat(step(resolved(START, now))).containsExactly(new Change.Cleared("crm-order/alert/a1"));
  }

  @Test
  void a_resend_of_what_is_over_opens_nothing() {
    step(firing(START, null));
    pass(60);
    step(resolved(START, now));
    pass(60);
    assertThat(step(resolved(START, now))).isEmpty();
    assertThat(step(firing(START, null))).isEmpty();
  }

  @Test
  void what_its_sender_took_back_and_goes_on_claiming_opens_again() {
    step(firing(START, START.plusSeconds(240)));
    step(resolved(START, now));
    pass(59);
    assertThat(step(firing(START, now.plusSeconds(240)))).as("may be on its way since before the end").isEmpty();
    pass(1);
    assertThat(step(firing(START, now.minusSeconds(1)))).as("was true then").isEmpty();
    assertThat(step(firing(START, now.plusSeconds(240)))).singleElement().isInstanceOf(Change.Opened.class);
    assertThat(step(resolved(START, START))).as("Prometheus tells an end for a quarter of an hour").isEmpty();
    step(firing(START, now.plusSeconds(240)));
    assertThat(step(resolved(START, START))).isEmpty();
    assertThat(step(resolved(START, now))).containsExactly(new Change.Cleared("crm-order/alert/a1"));
  }

  @Test
  void of_two_senders_of_one_alert_each_keeps_it_standing() {
    step(firing(START, now.plusSeconds(240)));
    pass(30);
    step(firing(START.plusSeconds(15), now.plusSeconds(240)));
    pass(200);
    step(firing(START, now.plusSeconds(240)));
    pass(200);
    assertThat(step(firing(START, now.plusSeconds(240)))).as("the other one is gone")
        .doesNotHaveAnyElementsOfTypes(Change.Cleared.class);
    pass(600);
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/alert/a1"));
    assertThat(step(firing(START, now.plusSeconds(240)))).singleElement().isInstanceOf(Change.Opened.class);
  }

  @Test
  void the_end_that_an_older_sender_tells_ends_nothing() {
    step(firing(START, now.plusSeconds(240)));
    step(firing(START.plusSeconds(15), now.plusSeconds(240)));
    assertThat(step(resolved(START, now))).isEmpty();
  }

  @Test
  void an_end_that_comes_before_its_beginning_opens_nothing() {
    assertThat(step(resolved(START, START))).isEmpty();
    assertThat(step(firing(START, null))).isEmpty();
  }

  @Test
  void a_later_episode_of_the_same_alert_opens_anew() {
    step(firing(START, null));
    step(resolved(START, START.plusSeconds(5)));
    assertThat(step(firing(START.plusSeconds(30), null))).singleElement().isInstanceOf(Change.Opened.class);
  }

  @Test
  void an_alert_whose_lease_is_not_renewed_clears_by_the_clock() {
    step(firing(START, START.plusSeconds(240)));
    pass(239);
    assertThat(step()).isEmpty();
    pass(1);
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/alert/a1"));
  }

  @Test
  void an_alert_whose_lease_ran_out_in_the_inbox_is_still_judged() {
    pass(600);
    assertThat(step(firing(START, START.plusSeconds(240)))).singleElement().isInstanceOf(Change.Opened.class);
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/alert/a1"));
  }

  @Test
  void an_alert_that_lapsed_goes_on_when_it_is_renewed() {
    step(firing(START, START.plusSeconds(240)));
    pass(600);
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/alert/a1"));
    assertThat(step(firing(START, now.plusSeconds(240)))).singleElement().isInstanceOf(Change.Opened.class);
  }

  @Test
  void a_late_message_of_a_lapsed_alert_does_not_open_it_again() {
    step(firing(START, START.plusSeconds(240)));
    pass(600);
    step();
    assertThat(step(firing(START, START.plusSeconds(300)))).isEmpty();
  }

  @Test
  void a_renewal_that_comes_in_the_step_of_its_lapse_prevents_it() {
    step(firing(START, START.plusSeconds(240)));
    pass(600);
    assertThat(step(firing(START, now.plusSeconds(240))))
        .containsExactly(new Change.Repeated(fromAlert(firing(START, null)), 1));
  }

  @Test
  void forgets_the_end_of_an_alert_after_a_day() {
    step(firing(START, null));
    step(resolved(START, START));
    pass((int) Duration.ofHours(25).toSeconds());
    step();
    assertThat(state.episodes()).isEmpty();
  }

  @Test
  void a_finding_becomes_worse_once_the_worse_condition_has_held_long_enough_and_never_better() {
    Raised bad = slow(Severity.MAJOR, Duration.ofSeconds(5));
    Raised worse = slow(Severity.CRITICAL, Duration.ofSeconds(10));
    holding.add(bad);
    step();
    pass(5);
    assertThat(step()).containsExactly(new Change.Opened(bad));
    hold(worse);
    pass(1);
    assertThat(step()).isEmpty();
    pass(9);
    assertThat(step()).isEmpty();
    hold(bad);
    pass(1);
    assertThat(step()).as("it was not that bad for long enough").isEmpty();
    hold(worse);
    pass(1);
    step();
    pass(10);
    assertThat(step()).containsExactly(new Change.Worsened(worse));
    pass(1);
    assertThat(step()).isEmpty();
    hold(bad);
    pass(1);
    assertThat(step()).isEmpty();
    hold(worse);
    pass(60);
    assertThat(step()).isEmpty();
  }

  @Test
  void a_worse_condition_that_was_interrupted_begins_again() {
    Raised worse = slow(Severity.CRITICAL, Duration.ofSeconds(10));
    holding.add(slow(Severity.MAJOR, Duration.ZERO));
    step();
    hold(worse);
    step();
    holding.clear();
    pass(5);
    step();
    hold(worse);
    pass(5);
    assertThat(step()).isEmpty();
    pass(10);
    assertThat(step()).containsExactly(new Change.Worsened(worse));
  }

  @Test
  void an_alert_that_is_claimed_with_a_worse_severity_becomes_worse_at_once() {
    step(firing(START, null));
    Alert worse =
        new Alert("a1", ORDERS, "HighLatency", Severity.CRITICAL, Category.OTHER, true, START, null, Map.of(), Map.of(),
            "test");
    assertThat(step(worse))
        .containsExactly(new Change.Worsened(fromAlert(worse)), new Change.Repeated(fromAlert(worse), 1));
  }

  @Test
  void a_condition_that_goes_on_after_its_incident_ended_opens_again_when_it_has_held_long_enough() {
    holding.add(slow(Duration.ofSeconds(10), Duration.ZERO, true));
    step();
    pass(10);
    assertThat(step()).hasSize(1);
    pass(5);
    leave("crm-order/slow");
    assertThat(step()).isEmpty();
    pass(9);
    assertThat(step()).isEmpty();
    pass(1);
    assertThat(step()).containsExactly(new Change.Opened(holding.getFirst()));
  }

  @Test
  void a_condition_that_is_over_when_its_incident_ends_opens_nothing() {
    holding.add(slow(Duration.ZERO, Duration.ofMinutes(5), true));
    step();
    holding.clear();
    pass(5);
    leave("crm-order/slow");
    assertThat(step()).isEmpty();
    assertThat(state.holds()).isEmpty();
  }

  @Test
  void an_alert_whose_incident_ended_opens_again_with_its_next_claim() {
    step(firing(START, null));
    pass(5);
    leave("crm-order/alert/a1");
    assertThat(step()).isEmpty();
    pass(60);
    assertThat(step()).isEmpty();
    assertThat(step(firing(START, null))).singleElement().isInstanceOf(Change.Opened.class);
    assertThat(step(firing(START, null))).containsExactly(new Change.Repeated(fromAlert(firing(START, null)), 1));
  }

  @Test
  void a_claim_that_comes_in_the_step_after_the_incident_ended_is_the_next_one() {
    step(firing(START, null));
    pass(5);
    leave("crm-order/alert/a1");
    assertThat(step(firing(START, null))).singleElement().isInstanceOf(Change.Opened.class);
  }

  @Test
  void a_finding_that_opened_after_the_incident_ended_is_another_one() {
    holding.add(slow(Duration.ZERO, Duration.ZERO, false));
    step();
    Instant ended = now;
    holding.clear();
    pass(1);
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/slow"));
    holding.add(slow(Duration.ZERO, Duration.ZERO, false));
    step();
    left.add(new FindingLeftOpen("INC-000001", "crm-order/slow", "crm-order", ended));
    assertThat(step()).isEmpty();
    holding.clear();
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/slow"));
  }

  @Test
  void a_finding_that_no_rule_in_force_can_take_back_clears() {
    holding.add(slow(Duration.ZERO, Duration.ZERO, true));
    step();
    holding.clear();
    recoverable.clear();
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/slow"));
  }

  @Test
  void what_a_rule_that_fails_cannot_say_stays_as_it_was() {
    holding.add(slow(Duration.ofSeconds(10), Duration.ZERO, false));
    step();
    holding.clear();
    unasked.add("crm-order/slow");
    pass(5);
    assertThat(step()).isEmpty();
    unasked.clear();
    holding.add(slow(Duration.ofSeconds(10), Duration.ZERO, false));
    pass(5);
    assertThat(step()).as("it went on ripening").containsExactly(new Change.Opened(holding.getFirst()));
    holding.clear();
    unasked.add("crm-order/slow");
    pass(3600);
    assertThat(step()).isEmpty();
    unasked.clear();
    assertThat(step()).containsExactly(new Change.Cleared("crm-order/slow"));
  }

  @Test
  void the_same_input_always_gives_the_same_output() {
    holding.add(slow(Duration.ZERO, Duration.ofMinutes(1), false));
    ServiceState before = state;
    Step first =
        detection.step(SERVICE, before, List.of(), List.of(firing(START, null)), List.of(), Foresight.NONE, now);
    Step second =
        detection.step(SERVICE, before, List.of(), List.of(firing(START, null)), List.of(), Foresight.NONE, now);
    assertThat(second).isEqualTo(first);
    assertThat(before).isEqualTo(ServiceState.EMPTY);
  }

  private List<Change> step(Alert... messages) {
    Step step = detection.step(SERVICE, state, left, List.of(messages), List.of(), Foresight.NONE, now);
    left.clear();
    step.episodes()
        .forEach((identity, episode) -> assertThat(step.state().episodes()).containsEntry(identity, episode));
    state = step.state();
    return step.changes();
  }

  private void leave(String key) {
    left.add(new FindingLeftOpen("INC-000001", key, "crm-order", now));
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  /** Stands in for the rules: what the test says holds, and a finding for each alert. */
  private Verdict judge(Facts facts) {
    List<Raised> raised = new ArrayList<>(holding);
    facts.alerts().forEach(alert -> raised.add(fromAlert(alert)));
    return new Verdict(raised, Set.copyOf(recovered), List.of(), Set.copyOf(unasked));
  }

  private void hold(Raised condition) {
    holding.clear();
    holding.add(condition);
  }

  private static Raised slow(Severity severity, Duration after) {
    return new Raised(
        "crm-order/slow", "slow", FindingSource.RULE, severity, Category.PERFORMANCE, after, Duration.ofMinutes(1),
        false,
        "Answers are slow.", Map.of(), TRACE);
  }

  private static Raised slow(Duration after, Duration keepFor, boolean untilRecovered) {
    return new Raised(
        "crm-order/slow", "slow", FindingSource.RULE, Severity.MAJOR, Category.PERFORMANCE, after, keepFor,
        untilRecovered,
        "Answers are slow.", Map.of("p95", 900), TRACE);
  }

  private static Raised fromAlert(Alert alert) {
    return new Raised(
        alert.service() + "/alert/" + alert.identity(), alert.name(), FindingSource.ALERT, alert.severity(),
        alert.category(),
        Duration.ZERO, Duration.ZERO, false, alert.name(), Map.of(), TRACE);
  }

  private static Alert firing(Instant startsAt, @Nullable Instant endsAt) {
    return alert(true, startsAt, endsAt);
  }

  private static Alert resolved(Instant startsAt, Instant endsAt) {
    return alert(false, startsAt, endsAt);
  }

  private static Alert alert(boolean firing, Instant startsAt, @Nullable Instant endsAt) {
    return new Alert(
        "a1", ORDERS, "HighLatency", Severity.MAJOR, Category.OTHER, firing, startsAt, endsAt, Map.of(), Map.of(),
        "test");
  }
}
