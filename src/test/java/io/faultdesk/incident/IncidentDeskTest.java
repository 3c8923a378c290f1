package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.testing.HandClock;
import io.faultdesk.incident.IncidentDesk.Repeated;
import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.incident.IncidentView.State;
import io.faultdesk.incident.IncidentWorld.Heard;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@IncidentTest
class IncidentDeskTest {

  private static final String EMOJI = "订单很慢 🐢 “très lent”";

  private final IncidentDesk desk;
  private final TransactionTemplate transaction;
  private final HandClock clock;
  private final Heard heard;
  private final JdbcClient jdbc;
  private final SessionFactory sessions;

  @Autowired
  IncidentDeskTest(
      IncidentDesk desk,
      TransactionTemplate transaction,
      HandClock clock,
      Heard heard,
      JdbcClient jdbc,
      EntityManagerFactory factory) {
    this.desk = desk;
    this.transaction = transaction;
    this.clock = clock;
    this.heard = heard;
    this.jdbc = jdbc;
    this.sessions = factory.unwrap(SessionFactory.class);
  }

  @BeforeEach
  void clean() {
    List.of("incident", "incident_finding", "incident_occurrence", "incident_timeline", "incident_suspect",
        "incident_report")
        .forEach(table -> jdbc.sql("delete from " + table).update());
    heard.take();
  }

  @Test
  void a_finding_opens_an_incident() {
    String number = raise("slow", Severity.MINOR);
    IncidentView incident = view(number);
    assertThat(number).matches("INC-\\d{6}");
    assertThat(incident.state()).isEqualTo(State.OPEN);
    assertThat(incident.phase()).isEqualTo(Phase.DIAGNOSIS);
    assertThat(incident.impact()).as("crm-order is declared critical").isEqualTo(Level.HIGH);
    assertThat(incident.urgency()).isEqualTo(Level.MEDIUM);
    assertThat(incident.priority()).isEqualTo(2);
    assertThat(incident.title()).isEqualTo(EMOJI);
    assertThat(incident.dedupKey()).isEqualTo("slow");
    assertThat(incident.occurrences()).isEqualTo(1);
    assertThat(incident.respondBy()).isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
    assertThat(incident.findings())
        .containsExactly(
            new FindingView(
                FindingSource.RULE, "slow-orders", "crm-order", Severity.MINOR, EMOJI, clock.instant(), null,
                Map.of("p95", 1.5, "说明", "🐢"), null, false));
    assertThat(kinds(number)).containsExactly("opened");
    assertThat(heard.take())
        .singleElement()
        .isInstanceOfSatisfying(
            IncidentOpened.class,
            opened -> {
              assertThat(opened.number()).isEqualTo(number);
              assertThat(opened.ownerTeam()).isEqualTo("platform");
              assertThat(opened.severity()).isEqualTo("minor");
              assertThat(opened.respondWarnAt()).isEqualTo(clock.instant().plusSeconds(1350));
              assertThat(opened.resolveWarnAt()).isEqualTo(clock.instant().plus(Duration.ofHours(6)));
            });
  }

  @Test
  void the_reason_of_a_report_is_its_description_and_never_its_title_again() {
    report("Orders are stuck", null);
    var told = new NewReport("Logins fail", null, null, "since noon", null, null, null, List.of(), null, Map.of());
    desk.report(told, "li.na", null);
    assertThat(heard.take())
        .extracting(opened -> ((IncidentOpened) opened).why())
        .containsExactly(null, "since noon");
  }

  @Test
  void what_is_not_closed_is_listed_by_its_number() {
    String one = raise("slow", Severity.MINOR);
    String other = raise("broken", Severity.MINOR);
    assertThat(desk.openNumbers()).containsExactly(one, other);
    desk.close(one, ClosureReason.CANCELLED, "li.na", "");
    assertThat(desk.openNumbers()).containsExactly(other);
  }

  @Test
  void opening_takes_nine_statements_and_what_the_process_says_only_two_more() {
    raise("warm-up", Severity.MAJOR);
    long before = sessions.getStatistics().getPrepareStatementCount();
    raise("measured", Severity.MAJOR);
    assertThat(sessions.getStatistics().getPrepareStatementCount() - before).isEqualTo(9);

    before = sessions.getStatistics().getPrepareStatementCount();
    transaction.executeWithoutResult(status -> {
      String number = desk.raise(finding("with process", Severity.MAJOR)).orElseThrow();
      desk.processStarted(number, "process-1");
      desk.enter(number, Phase.DIAGNOSIS);
      desk.assigned(number, "platform", "li.na");
    });
    assertThat(sessions.getStatistics().getPrepareStatementCount() - before).isEqualTo(11);
  }

  @Test
  void raising_needs_the_transaction_of_the_caller() {
    assertThatThrownBy(() -> desk.raise(finding("alone", Severity.MAJOR)))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void the_same_open_finding_changes_nothing() {
    String number = raise("slow", Severity.MINOR);
    heard.take();
    assertThat(raise("slow", Severity.CRITICAL)).isEqualTo(number);
    assertThat(view(number).occurrences()).isEqualTo(1);
    assertThat(view(number).priority()).isEqualTo(2);
    assertThat(heard.take()).isEmpty();
  }

  @Test
  void a_finding_that_comes_back_joins_and_makes_it_more_pressing() {
    String number = raise("slow", Severity.WARNING);
    IncidentView before = view(number);
    desk.cleared("slow", clock.instant());
    heard.take();
    clock.advance(Duration.ofMinutes(1));
    assertThat(raise("slow", Severity.CRITICAL)).isEqualTo(number);
    IncidentView incident = view(number);
    assertThat(incident.findings()).hasSize(2);
    assertThat(incident.occurrences()).isEqualTo(2);
    assertThat(incident.priority()).isEqualTo(1);
    Instant respondBy = before.openedAt().plus(Duration.ofMinutes(15));
    Instant resolveBy = before.openedAt().plus(Duration.ofHours(4));
    assertThat(incident.respondBy()).isEqualTo(respondBy);
    assertThat(incident.resolveBy()).isEqualTo(resolveBy);
    assertThat(kinds(number))
        .containsExactly("opened", "finding-cleared", "finding-opened", "priority", "deadline", "deadline");
    assertThat(heard.take())
        .containsExactly(
            new PriorityChanged(number, 1),
            new ClockShortened(number, "respond", before.openedAt().plusSeconds(675), respondBy),
            new ClockShortened(number, "resolve", before.openedAt().plus(Duration.ofHours(3)), resolveBy));
  }

  @Test
  void a_time_to_respond_that_was_kept_stays_as_it_was() {
    String number = raise("slow", Severity.WARNING);
    Instant respondBy = view(number).respondBy();
    desk.cleared("slow", clock.instant());
    clock.advance(Duration.ofMinutes(30));
    desk.acknowledge(number, "li.na", null);
    raise("slow", Severity.CRITICAL);
    assertThat(view(number).respondBy()).isEqualTo(respondBy);
    assertThat(view(number).resolveBy()).isEqualTo(view(number).openedAt().plus(Duration.ofHours(4)));
  }

  @Test
  void what_an_escalation_makes_more_pressing_keeps_its_clocks() {
    String number = raise("slow", Severity.WARNING);
    IncidentView before = view(number);
    desk.escalate(number, "respond", 100);
    assertThat(view(number).priority()).isLessThan(before.priority());
    assertThat(view(number).respondBy()).isEqualTo(before.respondBy());
    assertThat(view(number).resolveBy()).isEqualTo(before.resolveBy());
  }

  @Test
  void a_finding_that_gets_worse_makes_its_incident_more_pressing() {
    String number = raise("slow", Severity.WARNING);
    assertThat(view(number).priority()).isEqualTo(3);
    heard.take();
    desk.worsened(finding("slow", Severity.CRITICAL));
    IncidentView incident = view(number);
    assertThat(incident.findings()).singleElement()
        .returns(Severity.CRITICAL, FindingView::severity);
    assertThat(incident.urgency()).isEqualTo(Level.HIGH);
    assertThat(incident.priority()).isEqualTo(1);
    assertThat(incident.occurrences()).isEqualTo(1);
    assertThat(kinds(number)).containsExactly("opened", "finding-worsened", "priority", "deadline", "deadline");
    assertThat(heard.take()).contains(new PriorityChanged(number, 1)).hasAtLeastOneElementOfType(ClockShortened.class);
    desk.worsened(finding("unknown", Severity.CRITICAL));
    assertThat(heard.take()).isEmpty();
  }

  @Test
  void a_finding_of_a_duplicate_that_gets_worse_presses_the_incident_that_has_it_now() {
    String first = raise("one", Severity.WARNING);
    String second = raise("two", Severity.WARNING);
    desk.merge(second, first, "li.na");
    desk.worsened(finding("two", Severity.MAJOR));
    assertThat(view(first).priority()).isEqualTo(1);
    assertThat(kinds(first)).endsWith("finding-worsened", "priority", "deadline", "deadline");
  }

  @Test
  void a_finding_of_a_false_alarm_that_gets_worse_stays_one() {
    String number = raise("slow", Severity.WARNING);
    desk.close(number, ClosureReason.FALSE_ALARM, "li.na", "");
    desk.worsened(finding("slow", Severity.CRITICAL));
    assertThat(view(number).priority()).isEqualTo(3);
    assertThat(kinds(number)).endsWith("finding-worsened");
  }

  @Test
  void repetitions_are_counted_while_the_finding_is_open() {
    String number = raise("slow", Severity.MINOR);
    desk.repeated(List.of(new Repeated(finding("slow", Severity.MINOR), 41)), clock.instant());
    desk.repeated(List.of(new Repeated(finding("unknown", Severity.MINOR), 5)), clock.instant());
    assertThat(view(number).occurrences()).isEqualTo(42);
    assertThat(jdbc.sql("select sum(times) from incident_occurrence").query(Long.class).single()).isEqualTo(42);
    desk.cleared("slow", clock.instant());
    desk.repeated(List.of(new Repeated(finding("slow", Severity.MINOR), 1)), clock.instant());
    assertThat(view(number).occurrences()).isEqualTo(42);
  }

  @Test
  void a_change_stands_on_the_open_incidents_of_its_service_with_its_own_time() {
    String open = raise("slow", Severity.MINOR);
    String over = raise("gone", Severity.MINOR);
    desk.resolved(over, "li.na", "restarted");
    String elsewhere = report("of no service", null).number();
    Instant deployed = clock.instant().minus(Duration.ofHours(2));
    heard.take();

    desk.changed(ServiceName.of("crm-order"), "pipeline\n17", EMOJI, deployed, clock.instant().minusMillis(1));
    assertThat(kinds(open)).as("opened too late to have to do with it").doesNotContain("change");
    desk.changed(ServiceName.of("crm-order"), "pipeline\n17", EMOJI, deployed, clock.instant());

    assertThat(desk.timeline(open, null, 200).items().getLast())
        .isEqualTo(new TimelineEntry(deployed, "change", "pipeline 17", EMOJI));
    assertThat(kinds(over)).doesNotContain("change");
    assertThat(kinds(elsewhere)).doesNotContain("change");
    assertThat(heard.take()).isEmpty();
  }

  @Test
  void of_many_open_incidents_only_the_newest_fifty_are_told_of_a_change() {
    List<String> numbers = IntStream.range(0, 52).mapToObj(i -> raise("slow " + i, Severity.MINOR)).toList();
    desk.changed(ServiceName.of("crm-order"), "pipeline", "deployed", clock.instant(), clock.instant());
    assertThat(numbers.subList(0, 2)).allSatisfy(number -> assertThat(kinds(number)).doesNotContain("change"));
    assertThat(numbers.subList(2, 52)).allSatisfy(number -> assertThat(kinds(number)).contains("change"));
  }

  @Test
  void open_findings_are_listed_with_their_keys() {
    raise("slow", Severity.MINOR);
    raise("gone", Severity.MINOR);
    desk.cleared("gone", clock.instant());
    report("by a person", "key");
    assertThat(desk.openFindings())
        .containsExactly(new IncidentDesk.OpenFinding("slow", "crm-order", FindingSource.RULE, Severity.MINOR,
            clock.instant()));
  }

  @Test
  void the_process_is_told_when_the_last_finding_clears_before_anyone_answered() {
    String number = raise("slow", Severity.MINOR);
    report("I see it too", "slow");
    heard.take();
    clock.advance(Duration.ofMinutes(3));
    desk.cleared("slow", clock.instant());
    assertThat(view(number).findings().getFirst().clearedAt()).isEqualTo(clock.instant());
    assertThat(heard.take()).as("a person's finding is not waited for").containsExactly(new FindingsCleared(number));
    desk.cleared("slow", clock.instant());
    assertThat(heard.take()).as("clearing again").isEmpty();
  }

  @Test
  void the_process_is_told_also_when_somebody_has_taken_responsibility() {
    String number = raise("slow", Severity.MINOR);
    desk.acknowledge(number, "li.na", null);
    heard.take();
    desk.cleared("slow", clock.instant());
    assertThat(heard.take()).containsExactly(new FindingsCleared(number));
  }

  @Test
  void nobody_is_told_when_the_fault_is_over() {
    String number = raise("slow", Severity.MINOR);
    desk.close(number, ClosureReason.FALSE_ALARM, "li.na", "a load test");
    heard.take();
    desk.cleared("slow", clock.instant());
    assertThat(view(number).findings().getFirst().clearedAt()).isNotNull();
    assertThat(kinds(number)).contains("finding-cleared");
    assertThat(heard.take()).isEmpty();
  }

  @Test
  void an_incident_that_ends_leaves_a_finding_that_is_open_to_the_next_one() {
    String first = raise("slow", Severity.MINOR);
    String merged = raise("queue", Severity.MINOR);
    desk.merge(merged, first, "li.na");
    heard.take();
    desk.resolved(first, "li.na", "restarted");
    assertThat(heard.take())
        .containsExactly(
            new FindingLeftOpen(first, "slow", "crm-order", clock.instant()),
            new FindingLeftOpen(first, "queue", "crm-order", clock.instant()));
    assertThat(kinds(first)).endsWith("resolved", "finding-left-open", "finding-left-open");
    assertThat(desk.openFindings()).isEmpty();
    assertThat(view(first).findings().getFirst().clearedAt()).as("it was open to the end").isNull();
    assertThat(raise("slow", Severity.MINOR)).isNotEqualTo(first);
    heard.take();
    desk.close(first, ClosureReason.RECOVERED, "system", "");
    assertThat(heard.take()).as("left once").isEmpty();
  }

  @Test
  void an_incident_that_is_given_up_leaves_its_finding_too() {
    String first = raise("slow", Severity.MINOR);
    heard.take();
    desk.close(first, ClosureReason.CANCELLED, "li.na", "");
    assertThat(heard.take()).containsExactly(new FindingLeftOpen(first, "slow", "crm-order", clock.instant()));
    assertThat(raise("slow", Severity.MINOR)).isNotEqualTo(first);
  }

  @Test
  void a_false_alarm_keeps_its_finding_until_it_clears_whoever_closes_it_again() {
    String first = raise("slow", Severity.MINOR);
    desk.declareFalseAlarm(first, "li.na", "a load test");
    heard.take();
    desk.close(first, ClosureReason.CANCELLED, "system", "");
    assertThat(heard.take()).isEmpty();
    assertThat(raise("slow", Severity.MINOR)).isEqualTo(first);
  }

  @Test
  void what_is_still_open_is_said_until_it_clears() {
    String number = raise("slow", Severity.MINOR);
    report("I see it too", "slow");
    assertThat(desk.stillOpen(number)).containsExactly("slow-orders: " + EMOJI);
    desk.cleared("slow", clock.instant());
    assertThat(desk.stillOpen(number)).isEmpty();
  }

  @Test
  void a_closed_incident_still_hears_its_finding_clear_and_the_next_opens_a_new_one() {
    String number = raise("slow", Severity.MINOR);
    desk.close(number, ClosureReason.FALSE_ALARM, "li.na", "only a test");
    assertThat(raise("slow", Severity.MINOR)).as("still open").isEqualTo(number);
    desk.cleared("slow", clock.instant());
    assertThat(view(number).findings().getFirst().clearedAt()).isEqualTo(clock.instant());
    assertThat(raise("slow", Severity.MINOR)).isNotEqualTo(number);
  }

  @Test
  void a_duplicate_hands_over_what_it_counted_and_what_is_still_open() {
    String first = raise("slow", Severity.MINOR);
    String second = raise("queue", Severity.MINOR);
    desk.repeated(List.of(new Repeated(finding("queue", Severity.MINOR), 4)), clock.instant());
    desk.merge(second, first, "li.na");
    assertThat(view(second).closure().reason()).isEqualTo(ClosureReason.DUPLICATE);
    assertThat(view(first).occurrences()).isEqualTo(6);
    assertThat(kinds(first)).containsExactly("opened", "merged");
    desk.repeated(List.of(new Repeated(finding("queue", Severity.MINOR), 2)), clock.instant());
    assertThat(view(first).occurrences()).isEqualTo(8);
    heard.take();
    desk.cleared("slow", clock.instant());
    assertThat(desk.stillOpen(first)).hasSize(1);
    assertThat(heard.take()).isEmpty();
    desk.cleared("queue", clock.instant());
    assertThat(heard.take()).containsExactly(new FindingsCleared(first));
  }

  @Test
  void duplicates_of_a_duplicate_follow_it() {
    String first = raise("one", Severity.MINOR);
    String second = raise("two", Severity.MINOR);
    String third = raise("three", Severity.MINOR);
    desk.merge(third, second, "li.na");
    desk.merge(second, first, "li.na");
    assertThat(desk.stillOpen(first)).hasSize(3);
  }

  @Test
  void an_incident_cannot_be_merged_into_itself_or_one_that_is_over() {
    String first = raise("one", Severity.MINOR);
    String second = raise("two", Severity.MINOR);
    assertThatThrownBy(() -> desk.merge(first, first, "li.na")).isInstanceOf(TransitionForbidden.class);
    desk.resolved(second, "system", "");
    assertThatThrownBy(() -> desk.merge(first, second, "li.na")).isInstanceOf(TransitionForbidden.class);
    assertThatThrownBy(() -> desk.merge(first, "INC-999999", "li.na")).isInstanceOf(UnknownIncident.class);
    assertThat(view(first).state()).isEqualTo(State.OPEN);
  }

  @Test
  void what_the_process_does_is_not_told_back_to_it() {
    String resolved = raise("one", Severity.MINOR);
    String closed = raise("two", Severity.MINOR);
    String merged = raise("three", Severity.MINOR);
    heard.take();
    desk.resolved(resolved, "system", "recovered");
    desk.close(closed, ClosureReason.FALSE_ALARM, "li.na", "");
    desk.merge(merged, raise("four", Severity.MINOR), "li.na");
    assertThat(heard.take()).extracting(event -> (Object) event.getClass())
        .containsExactly(FindingLeftOpen.class, IncidentOpened.class);
  }

  @Test
  void what_a_person_declares_is_told_to_the_process() {
    String recovered = raise("one", Severity.MINOR);
    String denied = raise("two", Severity.MINOR);
    String merged = raise("three", Severity.MINOR);
    String target = raise("four", Severity.MINOR);
    heard.take();
    desk.declareRecovered(recovered, "li.na", "restarted");
    desk.declareFalseAlarm(denied, "li.na", "load test");
    desk.declareDuplicate(merged, target, "li.na");
    assertThat(heard.take())
        .containsExactly(
            new FindingLeftOpen(recovered, "one", "crm-order", clock.instant()),
            new IncidentResolved(recovered, "li.na"),
            new IncidentClosed(denied, "false_alarm"),
            new IncidentClosed(merged, "duplicate"));
    assertThat(view(recovered).acknowledgedAt()).isEqualTo(clock.instant());
    assertThat(view(recovered).phase()).isEqualTo(Phase.REVIEW);
  }

  @Test
  void a_listener_may_move_the_incident_on_in_the_same_transaction() {
    String number = raise("one", Severity.MINOR);
    transaction.executeWithoutResult(status -> {
      desk.find(number);
      desk.acknowledge(number, "li.na", "mine");
      desk.enter(number, Phase.REPAIR);
      desk.located(number, "crm-db", "disk full", "li.na");
      desk.resolved(number, "system", "recovered");
      desk.close(number, ClosureReason.RECOVERED, "system", "");
    });
    assertThat(kinds(number))
        .containsExactly("opened", "acknowledged", "phase", "located", "resolved", "finding-left-open", "closed");
    assertThat(view(number).state()).isEqualTo(State.CLOSED);
    assertThat(view(number).suspects()).containsExactly(new IncidentView.Suspect("crm-db", 1, "disk full"));
  }

  @Test
  void a_breach_raises_the_priority_once_and_a_warning_does_not() {
    String number = raise("slow", Severity.MINOR);
    heard.take();
    desk.escalate(number, "respond", 75);
    assertThat(view(number).priority()).isEqualTo(2);
    desk.escalate(number, "respond", 100);
    assertThat(view(number).priority()).isEqualTo(1);
    desk.escalate(number, "resolve", 100);
    assertThat(view(number).priority()).as("there is nothing above 1").isEqualTo(1);
    assertThat(heard.take()).containsExactly(new PriorityChanged(number, 1));
    desk.acknowledge(number, "li.na", null);
    List<String> before = kinds(number);
    desk.escalate(number, "respond", 100);
    assertThat(kinds(number)).as("the clock has stopped").isEqualTo(before);
  }

  @Test
  void what_was_said_when_it_was_resolved_is_the_text_of_its_closure() {
    String number = raise("slow", Severity.MINOR);
    desk.resolved(number, "li.na", "made the index");
    assertThat(view(number).closure()).as("not closed yet").isNull();
    desk.close(number, ClosureReason.RECOVERED, "wang.wei", "");
    assertThat(view(number).closure())
        .isEqualTo(new IncidentView.Closure(ClosureReason.RECOVERED, "wang.wei", clock.instant(), "made the index"));

    String cancelled = raise("slow again", Severity.MINOR);
    desk.resolved(cancelled, "li.na", "made the index");
    desk.close(cancelled, ClosureReason.CANCELLED, "wang.wei", "Its process was deleted.");
    assertThat(view(cancelled).closure().text()).isEqualTo("Its process was deleted.");
  }

  @Test
  void the_share_of_a_clock_that_was_told_of_is_not_told_again() {
    String number = raise("slow", Severity.WARNING);
    assertThat(desk.escalate(number, "respond", 75)).isTrue();
    assertThat(desk.escalate(number, "respond", 100)).isTrue();
    int priority = view(number).priority();
    List<String> before = kinds(number);
    assertThat(desk.escalate(number, "respond", 75)).isFalse();
    assertThat(desk.escalate(number, "respond", 100)).isFalse();
    assertThat(view(number).priority()).isEqualTo(priority);
    assertThat(kinds(number)).isEqualTo(before);
    assertThat(desk.escalate(number, "resolve", 75)).as("the other clock").isTrue();
  }

  @Test
  void a_review_is_kept_as_label_and_emoji_survive_everywhere() {
    String number = raise("slow", Severity.MINOR);
    desk.note(number, "diagnosed", "李娜", EMOJI);
    desk.located(number, "crm-db", EMOJI, "李娜");
    desk.reviewed(number, EMOJI, "更早报警 🚨", true, "李娜");
    assertThat(view(number).review())
        .isEqualTo(new IncidentView.Review(EMOJI, "更早报警 🚨", true, "李娜", clock.instant()));
    assertThat(desk.timeline(number, null, 50).items())
        .contains(new TimelineEntry(clock.instant(), "diagnosed", "李娜", EMOJI));
  }

  @Test
  void long_texts_of_others_are_cut_between_characters() {
    var finding =
        new NewFinding(
            "long",
            FindingSource.ALERT,
            "🐢".repeat(3000),
            ServiceName.of("crm-order"),
            Severity.MAJOR,
            Category.PERFORMANCE,
            "line\n" + "🐢".repeat(3000),
            Map.of("text", "🐢".repeat(40_000)),
            clock.instant());
    String number = transaction.execute(status -> desk.raise(finding)).orElseThrow();
    assertThat(view(number).title()).startsWith("line 🐢").endsWith("🐢…");
    assertThat(view(number).findings().getFirst().evidence()).containsEntry("text", "🐢".repeat(40_000));
  }

  @Test
  void a_key_that_is_reported_again_and_again_with_other_labels_takes_every_report() {
    IncidentView incident = null;
    for (int i = 0; i < 8; i++) {
      Map<String, String> labels = new HashMap<>();
      for (int label = 0; label < 100; label++) {
        labels.put(i + "-" + label, "x".repeat(2000));
      }
      var report = new NewReport("again", null, null, null, null, null, "again", List.of(), null, labels);
      incident = desk.report(report, "li.na", null).incident();
    }
    assertThat(incident.occurrences()).isEqualTo(8);
    assertThat(incident.labels()).as("what fits").hasSize(400);
  }

  @Test
  void pages_stay_stable_while_new_incidents_arrive() {
    List<String> old = IntStream.range(0, 7).mapToObj(i -> raise("old" + i, Severity.MINOR)).toList().reversed();
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      var page = desk.list(IncidentFilter.NONE, cursor, 2);
      page.items().forEach(item -> seen.add(item.number()));
      raise("new" + seen.size(), Severity.MINOR);
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(seen).isEqualTo(old);
  }

  @Test
  void a_page_takes_three_statements_however_long_it_is() {
    IntStream.range(0, 20).forEach(i -> raise("many" + i, Severity.MINOR));
    long before = sessions.getStatistics().getPrepareStatementCount();
    assertThat(desk.list(IncidentFilter.NONE, null, 20).items()).hasSize(20).allMatch(i -> i.findings().size() == 1);
    assertThat(sessions.getStatistics().getPrepareStatementCount() - before).isEqualTo(3);
  }

  @Test
  void lists_filter_and_search() {
    String slow = raise("slow", Severity.MINOR);
    String other = report("50% off_sale! broken", "sale").number();
    desk.assigned(other, "business", null);
    desk.acknowledge(slow, "li.na", null);
    assertThat(numbers(new IncidentFilter(State.ACKNOWLEDGED, null, null, null, null))).containsExactly(slow);
    assertThat(numbers(new IncidentFilter(null, "crm-order", null, null, null))).containsExactly(slow);
    assertThat(numbers(new IncidentFilter(null, null, 3, null, null))).containsExactly(other);
    assertThat(numbers(new IncidentFilter(null, null, null, "business", null))).containsExactly(other);
    assertThat(numbers(new IncidentFilter(State.OPEN, "crm-order", null, null, null))).isEmpty();
    assertThat(numbers(new IncidentFilter(null, null, null, null, "0% OFF_sale!"))).containsExactly(other);
    assertThat(numbers(new IncidentFilter(null, null, null, null, "%"))).containsExactly(other);
    assertThat(numbers(new IncidentFilter(null, null, null, null, "🐢"))).containsExactly(slow);
    assertThat(numbers(IncidentFilter.NONE)).containsExactly(other, slow);
  }

  @Test
  void every_filter_reads_along_an_index() {
    Map.of("state", "'OPEN'", "service", "'crm-order'", "priority", "2", "team", "'platform'")
        .forEach(
            (column, value) -> assertThat(plan(column, value))
                .contains("INCIDENT_BY_" + column.toUpperCase(java.util.Locale.ROOT), "index sorted"));
  }

  private String plan(String column, String value) {
    return jdbc.sql(
        "explain select * from incident where id < 1000000 and %1$s = %2$s order by %1$s, id desc fetch first 50 rows only"
            .formatted(column, value))
        .query(String.class)
        .single();
  }

  @Test
  void the_timeline_comes_in_pages() {
    String number = raise("slow", Severity.MINOR);
    IntStream.range(0, 4).forEach(i -> desk.note(number, "comment", "li.na", "line " + i));
    var first = desk.timeline(number, null, 3);
    var second = desk.timeline(number, first.nextCursor(), 3);
    assertThat(first.items()).extracting(TimelineEntry::text).containsExactly(EMOJI, "line 0", "line 1");
    assertThat(second.items()).extracting(TimelineEntry::text).containsExactly("line 2", "line 3");
    assertThat(second.nextCursor()).isNull();
  }

  @Test
  void unknown_numbers_are_unknown() {
    assertThat(desk.find("INC-999999")).isEmpty();
    assertThat(desk.find("INC-1")).isEmpty();
    assertThat(desk.find("nonsense")).isEmpty();
    assertThatThrownBy(() -> desk.acknowledge("INC-999999", "li.na", null)).isInstanceOf(UnknownIncident.class);
  }

  private String raise(String key, Severity severity) {
    return transaction.execute(status -> desk.raise(finding(key, severity))).orElseThrow();
  }

  private NewFinding finding(String key, Severity severity) {
    return new NewFinding(
        key,
        FindingSource.RULE,
        "slow-orders",
        ServiceName.of("crm-order"),
        severity,
        Category.PERFORMANCE,
        EMOJI,
        Map.of("p95", 1.5, "说明", "🐢"),
        clock.instant());
  }

  private IncidentView report(String title, @Nullable String dedupKey) {
    var report = new NewReport(title, null, null, null, null, null, dedupKey, List.of(), null, Map.of());
    return desk.report(report, "li.na", null).incident();
  }

  private IncidentView view(String number) {
    return desk.find(number).orElseThrow();
  }

  private List<String> kinds(String number) {
    return desk.timeline(number, null, 200).items().stream().map(TimelineEntry::kind).toList();
  }

  private List<String> numbers(IncidentFilter filter) {
    return desk.list(filter, null, 50).items().stream().map(IncidentView::number).toList();
  }
}
