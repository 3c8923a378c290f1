package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.incident.IncidentDesk.Repeated;
import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.incident.IncidentView.QuietReason;
import io.faultdesk.incident.IncidentWorld.Heard;
import io.faultdesk.incident.MutedFindingView.Outcome;
import io.faultdesk.incident.MutedFindingView.Reason;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** What each stage keeps quiet, and that nothing of it is lost: it says why, its clear passes, and it is raised in the end. */
@IncidentTest
@TestPropertySource(
    properties = {
      "faultdesk.incident.quiet.inhibitions[0].source[0]=alertname=TargetDown",
      "faultdesk.incident.quiet.inhibitions[0].target[0]=alertname!=TargetDown",
      "faultdesk.incident.quiet.inhibitions[0].target[1]=severity=~\"minor|warning\"",
      "faultdesk.incident.quiet.inhibitions[0].equal[0]=cluster",
      "faultdesk.incident.quiet.inhibitions[1].source[0]=pair=yes",
      "faultdesk.incident.quiet.inhibitions[1].target[0]=pair=yes",
      "faultdesk.incident.quiet.inhibitions[2].source[0]=alertname=X",
      "faultdesk.incident.quiet.inhibitions[2].target[0]=alertname=Y",
      "faultdesk.incident.quiet.inhibitions[3].source[0]=alertname=Y",
      "faultdesk.incident.quiet.inhibitions[3].target[0]=alertname=X",
      "faultdesk.incident.quiet.groups[0].match[0]=team=shop",
      "faultdesk.incident.quiet.groups[0].by[0]=cluster",
      "faultdesk.incident.quiet.groups[0].delay=30s",
      "faultdesk.incident.quiet.groups[0].interval=5m",
      "faultdesk.incident.quiet.groups[0].repeat=4h",
      "faultdesk.incident.quiet.storm.enabled=true",
      "faultdesk.incident.quiet.storm.incidents=5",
      "faultdesk.catalog.services[0].name=web",
      "faultdesk.catalog.services[0].calls=api",
      "faultdesk.catalog.services[1].name=api",
      "faultdesk.catalog.services[1].calls=db",
      "faultdesk.catalog.services[2].name=db",
      "faultdesk.catalog.services[2].criticality=high",
      "faultdesk.catalog.services[3].name=shop",
      "faultdesk.catalog.services[3].family=shops",
      "faultdesk.catalog.services[4].name=portal",
      "faultdesk.catalog.services[4].calls=web"
    })
class QuietTest {

  private final IncidentDesk desk;
  private final MutedFindings muted;
  private final MutedRelease release;
  private final QuietNews news;
  private final Storm storm;
  private final Inhibition inhibition;
  private final TransactionTemplate transaction;
  private final HandClock clock;
  private final Heard heard;
  private final JdbcClient jdbc;

  @Autowired
  QuietTest(
      IncidentDesk desk,
      MutedFindings muted,
      MutedRelease release,
      QuietNews news,
      Storm storm,
      Inhibition inhibition,
      TransactionTemplate transaction,
      HandClock clock,
      Heard heard,
      JdbcClient jdbc) {
    this.desk = desk;
    this.muted = muted;
    this.release = release;
    this.news = news;
    this.storm = storm;
    this.inhibition = inhibition;
    this.transaction = transaction;
    this.clock = clock;
    this.heard = heard;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void clean() {
    desk.openFindings().forEach(finding -> desk.cleared(finding.key(), clock.instant()));
    List.of("incident", "incident_finding", "incident_occurrence", "incident_timeline", "incident_suspect",
        "muted_finding", "flapping_finding", "incident_group")
        .forEach(table -> jdbc.sql("delete from " + table).update());
    // what a test before this one has opened counts for no storm and no flapping of this one
    pass(Duration.ofDays(2));
    heard.take();
  }

  // inhibition

  @Test
  void an_inhibited_finding_is_muted_says_why_and_is_raised_when_its_source_ends() {
    raise(alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a")).orElseThrow();
    NewFinding slow = alert("Slow", "crm", Severity.MINOR, "cluster", "a");
    assertThat(raise(slow)).isEmpty();
    assertThat(mutedNow()).singleElement().satisfies(finding -> {
      assertThat(finding.stage()).isEqualTo(Stage.INHIBITION);
      assertThat(finding.reasons()).extracting(Reason::text)
          .containsExactly("inhibited by TargetDown on db, which is open");
      assertThat(finding.labels()).containsEntry("cluster", "a").containsEntry("alertname", "Slow");
    });
    desk.repeated(List.of(new Repeated(slow, 3)), clock.instant());
    desk.remarked(slow.key(), "li.na", "known", true, clock.instant());
    desk.cleared(key("TargetDown", "db"), clock.instant());
    assertThat(incidentOf(slow)).as("only the release raises it").isEmpty();

    release.release();

    String number = incidentOf(slow).orElseThrow();
    assertThat(mutedNow()).isEmpty();
    assertThat(desk.find(number).orElseThrow().occurrences()).isEqualTo(4);
    assertThat(desk.find(number).orElseThrow().acknowledgedAt()).isNotNull();
    assertThat(timeline(number)).extracting(TimelineEntry::kind)
        .containsSubsequence("opened", "was-quiet", "comment", "acknowledged");
    assertThat(mutedAll()).singleElement().satisfies(finding -> {
      assertThat(finding.outcome()).isEqualTo(Outcome.RAISED);
      assertThat(finding.incident()).isEqualTo(number);
    });
  }

  @Test
  void the_clear_of_a_muted_finding_passes() {
    raise(alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a"));
    NewFinding slow = alert("Slow", "crm", Severity.MINOR, "cluster", "a");
    raise(slow);
    desk.cleared(slow.key(), clock.instant());
    desk.cleared(key("TargetDown", "db"), clock.instant());
    release.release();
    assertThat(incidentOf(slow)).isEmpty();
    assertThat(mutedAll()).singleElement().satisfies(finding -> {
      assertThat(finding.outcome()).isEqualTo(Outcome.CLEARED);
      assertThat(finding.endedAt()).isEqualTo(clock.instant());
    });
    assertThat(desk.openFindings()).isEmpty();
  }

  @Test
  void an_inhibition_asks_for_the_same_values_of_its_equal_labels() {
    raise(alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a"));
    assertThat(raise(alert("Slow", "crm", Severity.MINOR, "cluster", "b"))).isPresent();
    assertThat(raise(alert("Broken", "crm", Severity.MAJOR, "cluster", "a"))).as("no target").isPresent();
  }

  @Test
  void a_muted_finding_that_becomes_worse_than_its_mute_allows_is_raised() {
    raise(alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a"));
    raise(alert("Slow", "crm", Severity.MINOR, "cluster", "a"));
    NewFinding worse = alert("Slow", "crm", Severity.CRITICAL, "cluster", "a");
    desk.worsened(worse);
    release.release();
    assertThat(desk.find(incidentOf(worse).orElseThrow()).orElseThrow().findings()).extracting(FindingView::severity)
        .containsExactly(Severity.CRITICAL);
  }

  @Test
  void two_findings_on_both_sides_of_a_rule_do_not_inhibit_each_other() {
    assertThat(raise(alert("One", "x", Severity.MAJOR, "pair", "yes"))).isPresent();
    assertThat(raise(alert("Other", "y", Severity.MAJOR, "pair", "yes"))).isPresent();
  }

  @Test
  void a_source_whose_transaction_fails_inhibits_nothing() {
    NewFinding down = alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a");
    transaction.executeWithoutResult(status -> {
      desk.raise(down);
      status.setRollbackOnly();
    });
    assertThat(raise(alert("Slow", "crm", Severity.MINOR, "cluster", "a"))).isPresent();
  }

  @Test
  void a_muted_finding_counts_as_open_for_detection_which_goes_on() {
    raise(alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a"));
    NewFinding slow = alert("Slow", "crm", Severity.MINOR, "cluster", "a");
    raise(slow);
    assertThat(raise(slow)).as("twice is once").isEmpty();
    assertThat(mutedAll()).hasSize(1);
    assertThat(desk.openFindings()).extracting(IncidentDesk.OpenFinding::key)
        .containsExactlyInAnyOrder(key("TargetDown", "db"), slow.key());
  }

  @Test
  void what_faultdesk_finds_wrong_with_itself_is_never_quiet() {
    raise(alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a"));
    NewFinding own = alert("Stuck", "faultdesk", Severity.MINOR, "cluster", "a");
    assertThat(transaction.<String>execute(status -> desk.insist(own))).isNotNull();
  }

  @Test
  void findings_that_inhibit_each_other_by_two_rules_never_keep_each_other_quiet() {
    NewFinding x = alert("X", "x", Severity.MAJOR);
    NewFinding y = alert("Y", "y", Severity.MAJOR);
    // both were muted for another reason when they opened, and each would be inhibited by the other when that ends
    transaction.executeWithoutResult(status -> List.of(x, y).forEach(finding -> {
      muted.add(new MutedFinding(finding, new Suppression.Muted(Stage.SILENCE, "silenced", "silence:1", null),
          clock.instant()));
      inhibition.opened(finding);
    }));
    transaction.executeWithoutResult(status -> muted.causeEnded("silence:1", clock.instant()));
    release.release();
    release.release();
    assertThat(desk.openNumbers()).hasSize(1);
    assertThat(mutedNow()).hasSize(1);
    desk.cleared((incidentOf(x).isPresent() ? x : y).key(), clock.instant());
    release.release();
    assertThat(mutedNow()).isEmpty();
  }

  @Test
  void what_inhibits_is_known_again_after_a_start() {
    NewFinding down = alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a");
    raise(down);
    transaction.executeWithoutResult(status -> inhibition.ended(down.key()));
    inhibition.afterSingletonsInstantiated();
    assertThat(raise(alert("Slow", "crm", Severity.MINOR, "cluster", "a"))).isEmpty();
  }

  @Test
  void a_judgment_that_passes_the_end_of_its_cause_is_made_again() {
    NewFinding down = alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a");
    NewFinding slow = alert("Slow", "crm", Severity.MINOR, "cluster", "a");
    raise(down);
    raise(slow);
    // as if its source had ended in a transaction that did not see it yet
    transaction.executeWithoutResult(status -> inhibition.ended(down.key()));
    news.lookForEndedCauses();
    release.release();
    assertThat(incidentOf(slow)).isPresent();
  }

  @Test
  void a_muted_finding_that_cannot_be_judged_holds_up_no_other() {
    raise(alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a"));
    NewFinding broken = alert("Broken", "crm", Severity.MINOR, "cluster", "a");
    NewFinding slow = alert("Slow", "crm", Severity.MINOR, "cluster", "a");
    raise(broken);
    raise(slow);
    jdbc.sql("update muted_finding set finding = '{' where name = 'Broken'").update();
    transaction.executeWithoutResult(status -> inhibition.ended(key("TargetDown", "db"))
        .ifPresent(cause -> muted.causeEnded(cause, clock.instant())));
    release.release();
    assertThat(incidentOf(slow)).isPresent();
    assertThat(jdbc.sql("select review_at from muted_finding where name = 'Broken'").query(Long.class).single())
        .isEqualTo(clock.instant().plusSeconds(60).toEpochMilli());
    jdbc.sql("delete from muted_finding where name = 'Broken'").update();
  }

  @Test
  void what_is_said_last_about_a_finding_is_what_is_shown() {
    raise(alert("TargetDown", "db", Severity.CRITICAL, "cluster", "a"));
    NewFinding slow = alert("Slow", "crm", Severity.MINOR, "cluster", "a");
    raise(slow);
    desk.repeated(List.of(new Repeated(saying(slow, "slower"), 1)), clock.instant());
    assertThat(mutedNow().getFirst().because()).isEqualTo("slower");
    desk.cleared(key("TargetDown", "db"), clock.instant());
    release.release();
    String number = incidentOf(slow).orElseThrow();
    assertThat(desk.find(number).orElseThrow().title()).isEqualTo("slower");
    desk.repeated(List.of(new Repeated(saying(slow, "slowest"), 1)), clock.instant());
    assertThat(desk.find(number).orElseThrow().findings().getFirst().because()).isEqualTo("slowest");
  }

  // grouping

  @Test
  void a_group_waits_for_its_members_and_opens_one_incident() {
    NewFinding one = alert("A", "shop", Severity.MINOR, "team", "shop", "cluster", "a");
    NewFinding two = alert("B", "shop", Severity.CRITICAL, "team", "shop", "cluster", "a");
    NewFinding other = alert("A", "shop2", Severity.MINOR, "team", "shop", "cluster", "b");
    assertThat(raise(one)).isEmpty();
    pass(Duration.ofSeconds(20));
    assertThat(raise(two)).isEmpty();
    assertThat(raise(other)).isEmpty();
    assertThat(mutedNow()).extracting(finding -> finding.reasons().getFirst().text())
        .containsOnly("waits for others of the group cluster=a", "waits for others of the group cluster=b");

    pass(Duration.ofSeconds(10));
    release.release();

    String number = incidentOf(one).orElseThrow();
    assertThat(incidentOf(two)).contains(number);
    assertThat(incidentOf(other)).as("its time is not over").isEmpty();
    IncidentView incident = desk.find(number).orElseThrow();
    assertThat(incident.urgency()).isEqualTo(Level.HIGH);
    assertThat(incident.findings().getLast().quiet())
        .isEqualTo(new QuietReason(Stage.GROUPING, "grouped by cluster=a"));
    assertThat(incident.findings()).extracting(finding -> finding.evidence().get("labels")).doesNotContainNull();
  }

  @Test
  void a_group_that_recovers_while_it_waits_opens_nothing() {
    NewFinding one = alert("A", "shop", Severity.MINOR, "team", "shop", "cluster", "a");
    raise(one);
    desk.cleared(one.key(), clock.instant());
    pass(Duration.ofMinutes(1));
    release.release();
    assertThat(desk.openNumbers()).isEmpty();
  }

  @Test
  void a_group_does_not_grow_by_a_member_that_comes_and_goes() {
    openGroup();
    NewFinding link = alert("Link", "shop", Severity.MINOR, "team", "shop", "cluster", "a");
    comeAndGo(link, 3);
    pass(Duration.ofMinutes(5));
    news.tellOfGroups();
    assertThat(told()).extracting(IncidentNews::kind).contains("flapping-started", "group-grew");
    comeAndGo(link, 3);
    pass(Duration.ofMinutes(5));
    news.tellOfGroups();
    assertThat(told()).isEmpty();
  }

  private void comeAndGo(NewFinding finding, int times) {
    for (int i = 0; i < times; i++) {
      raise(now(finding));
      pass(Duration.ofSeconds(10));
      desk.cleared(finding.key(), clock.instant());
      pass(Duration.ofSeconds(10));
    }
  }

  @Test
  void that_a_group_has_grown_is_told_once_per_interval_and_that_it_is_open_after_the_time_to_repeat() {
    String number = openGroup();
    heard.take();
    raise(alert("B", "shop", Severity.MINOR, "team", "shop", "cluster", "a")).orElseThrow();
    raise(alert("C", "shop", Severity.MINOR, "team", "shop", "cluster", "a")).orElseThrow();
    news.tellOfGroups();
    assertThat(told()).isEmpty();
    pass(Duration.ofMinutes(5));
    news.tellOfGroups();
    news.tellOfGroups();
    assertThat(told()).containsExactly(new IncidentNews(number, "group-grew", "2 more findings have come"));
    pass(Duration.ofHours(4));
    news.tellOfGroups();
    assertThat(told()).containsExactly(new IncidentNews(number, "still-open", "open for 4 h 5 min"));
    desk.resolved(number, "system", "over");
    pass(Duration.ofHours(4));
    news.tellOfGroups();
    assertThat(told()).isEmpty();
  }

  @Test
  void the_recovery_of_the_whole_group_is_told_at_once_and_only_then() {
    String number = openGroup();
    NewFinding second = alert("B", "shop", Severity.MINOR, "team", "shop", "cluster", "a");
    raise(second);
    heard.take();
    desk.cleared(key("A", "shop"), clock.instant());
    assertThat(heard.take()).isEmpty();
    desk.cleared(second.key(), clock.instant());
    assertThat(heard.take()).containsExactly(new FindingsCleared(number));
  }

  // flapping

  @Test
  void a_flapping_finding_is_told_once_then_muted_and_told_once_when_it_is_over() {
    NewFinding first = alert("Link", "web", Severity.MINOR);
    String told = "";
    for (int i = 0; i < 3; i++) {
      told = raise(now(first)).orElseThrow();
      pass(Duration.ofSeconds(10));
      desk.cleared(first.key(), clock.instant());
      if (i < 2) {
        desk.close(told, ClosureReason.CLEARED, "li.na", "gone");
      }
      pass(Duration.ofSeconds(10));
    }
    assertThat(told().stream().map(IncidentNews::kind)).containsExactly("flapping-started");
    assertThat(desk.find(told).orElseThrow().findings().getLast().flapping()).isTrue();
    desk.close(told, ClosureReason.CLEARED, "li.na", "gone");

    assertThat(raise(now(first))).as("flaps").isEmpty();
    assertThat(mutedNow().getFirst().reasons().getFirst().text()).startsWith("flapping: Link on web").endsWith(told);
    pass(Duration.ofSeconds(10));
    desk.cleared(first.key(), clock.instant());
    pass(Duration.ofSeconds(10));
    assertThat(raise(now(first))).isEmpty();

    for (int minute = 0; minute < 21; minute++) {
      pass(Duration.ofMinutes(1));
      news.tellOfFlapping();
      release.release();
    }
    assertThat(told()).singleElement().satisfies(news -> assertThat(news.kind()).isEqualTo("flapping-stopped"));
    assertThat(incidentOf(first)).as("it stays open, so it is raised").isPresent();
  }

  // dependency

  @Test
  void a_caller_becomes_a_finding_of_its_callees_incident() {
    String number = raise(alert("Down", "db", Severity.MAJOR)).orElseThrow();
    assertThat(raise(alert("Slow", "api", Severity.MINOR, "zone", "x"))).contains(number);
    assertThat(raise(alert("Errors", "web", Severity.CRITICAL))).as("two calls away").contains(number);
    IncidentView incident = desk.find(number).orElseThrow();
    assertThat(incident.findings()).extracting(FindingView::service).containsExactly("db", "api", "web");
    assertThat(incident.findings().get(1).quiet())
        .isEqualTo(new QuietReason(Stage.DEPENDENCY, "api depends on db, where Down is open"));
    assertThat(incident.findings().get(1).evidence().get("labels")).asString().contains("zone=x");
    assertThat(timeline(number)).extracting(TimelineEntry::kind).containsExactly("opened", "collected", "collected");
    desk.cleared(key("Slow", "api"), clock.instant());
    assertThat(desk.stillOpen(number)).hasSize(2);
  }

  @Test
  void who_calls_what_is_collected_in_the_same_moment_is_collected_too() {
    String number = raise(alert("Down", "db", Severity.MAJOR)).orElseThrow();
    transaction.executeWithoutResult(status -> desk.raise(
        List.of(alert("Slow", "web", Severity.MINOR), alert("Errors", "portal", Severity.CRITICAL))));
    assertThat(desk.find(number).orElseThrow().findings()).extracting(FindingView::service)
        .as("the portal is three calls away from what it suffers from").containsExactly("db", "web", "portal");
  }

  @Test
  void of_several_callees_the_worst_is_taken_and_of_equally_bad_ones_the_latest() {
    raise(alert("Full", "api", Severity.MINOR));
    pass(Duration.ofSeconds(1));
    String worst = insist(alert("Down", "db", Severity.CRITICAL));
    assertThat(raise(alert("Errors", "web", Severity.MINOR))).contains(worst);
    pass(Duration.ofSeconds(1));
    String latest = insist(alert("Down", "api", Severity.CRITICAL));
    assertThat(raise(alert("Slow", "web", Severity.MINOR))).contains(latest);
  }

  @Test
  void a_great_fault_of_a_small_service_and_a_small_one_of_a_great_service_are_no_disaster() {
    String number = raise(alert("Down", "db", Severity.MINOR)).orElseThrow();
    int priority = desk.find(number).orElseThrow().priority();
    assertThat(raise(alert("Errors", "api", Severity.CRITICAL))).contains(number);
    assertThat(priority).isEqualTo(2);
    assertThat(timeline(number)).extracting(TimelineEntry::kind).containsExactly("opened", "collected");
    assertThat(desk.find(number).orElseThrow().priority()).as("medium impact, high urgency").isEqualTo(2);
  }

  @Test
  void a_callee_does_not_join_its_caller_and_another_kind_of_fault_does_not_join_at_all() {
    String caller = raise(alert("Slow", "api", Severity.MINOR)).orElseThrow();
    assertThat(raise(alert("Down", "db", Severity.MAJOR)).orElseThrow()).isNotEqualTo(caller);
    NewFinding data = new NewFinding("dup", FindingSource.RULE, "dup", ServiceName.of("web"), Severity.MINOR,
        Category.DATA_QUALITY, "many", Map.of(), clock.instant());
    assertThat(desk.find(raise(data).orElseThrow()).orElseThrow().category()).isEqualTo(Category.DATA_QUALITY);
  }

  @Test
  void what_was_collected_goes_on_where_the_incident_was_a_false_alarm() {
    String number = raise(alert("Down", "db", Severity.MAJOR)).orElseThrow();
    NewFinding slow = alert("Slow", "api", Severity.MINOR);
    raise(slow);
    heard.take();
    desk.declareFalseAlarm(number, "li.na", "a test");
    assertThat(heard.take()).contains(new FindingLeftOpen(number, slow.key(), "api", clock.instant()));
    assertThat(raise(now(slow)).orElseThrow()).as("detection raises it anew").isNotEqualTo(number);
  }

  @Test
  void a_caller_follows_its_callee_into_the_incident_it_was_merged_into() {
    String number = raise(alert("Down", "db", Severity.MAJOR)).orElseThrow();
    String other = raise(alert("Power", "rack", Severity.CRITICAL)).orElseThrow();
    desk.declareDuplicate(number, other, "li.na");
    assertThat(raise(alert("Slow", "api", Severity.MINOR))).contains(other);
  }

  @Test
  void a_report_is_never_collected() {
    String number = raise(alert("Down", "db", Severity.MAJOR)).orElseThrow();
    assertThat(report("web").number()).isNotEqualTo(number);
  }

  // storm

  @Test
  void a_storm_is_collected_in_one_major_incident_until_it_calms_down() {
    List<String> own = IntStream.range(0, 5).mapToObj(i -> raise(alert("A" + i, "s" + i, Severity.MINOR)).orElseThrow())
        .toList();
    List<String> collected =
        IntStream.range(5, 15).mapToObj(i -> raise(alert("A" + i, "s" + i, Severity.MINOR, "n", "" + i)).orElseThrow())
            .distinct().toList();
    assertThat(own).doesNotHaveDuplicates();
    assertThat(collected).hasSize(1).doesNotContainAnyElementsOf(own);
    IncidentView storm = desk.find(collected.getFirst()).orElseThrow();
    assertThat(storm.title()).isEqualTo("Storm on undeclared services: more than 5 incidents in 5 minutes");
    assertThat(storm.priority()).isEqualTo(1);
    assertThat(storm.findings()).hasSize(10).allMatch(finding -> finding.quiet() != null);
    assertThat(storm.findings().get(3).service()).isEqualTo("s8");
    assertThat(raise(alert("A", "shop", Severity.MINOR)).orElseThrow()).as("another family").isNotIn(collected);

    IncidentView report = report("s1");
    assertThat(collected).doesNotContain(report.number());
    assertThat(timeline(report.number())).extracting(TimelineEntry::kind).contains("linked");

    desk.cleared(key("A7", "s7"), clock.instant());
    assertThat(desk.stillOpen(collected.getFirst())).hasSize(9);

    pass(Duration.ofMinutes(6));
    assertThat(raise(alert("A99", "s99", Severity.MINOR)).orElseThrow()).as("it is over").isNotIn(collected);
  }

  @Test
  void what_is_rolled_back_makes_no_storm() {
    IntStream.range(0, 5).forEach(i -> transaction.executeWithoutResult(status -> {
      desk.raise(alert("A" + i, "s" + i, Severity.MINOR));
      status.setRollbackOnly();
    }));
    assertThat(storm.key(ServiceName.of("s1"), clock.instant())).isEmpty();
  }

  @Test
  void what_is_rolled_back_in_a_storm_does_not_end_it() {
    IntStream.range(0, 6).forEach(i -> raise(alert("A" + i, "s" + i, Severity.MINOR)));
    assertThat(storm.key(ServiceName.of("s1"), clock.instant())).isPresent();
    transaction.executeWithoutResult(status -> {
      desk.raise(IntStream.range(6, 12).mapToObj(i -> alert("A" + i, "s" + i, Severity.MINOR)).toList());
      status.setRollbackOnly();
    });
    assertThat(storm.key(ServiceName.of("s1"), clock.instant())).isPresent();
  }

  private String insist(NewFinding finding) {
    return Objects.requireNonNull(transaction.execute(status -> desk.insist(finding)));
  }

  private String openGroup() {
    raise(alert("A", "shop", Severity.MINOR, "team", "shop", "cluster", "a"));
    pass(Duration.ofSeconds(30));
    release.release();
    return incidentOf(alert("A", "shop", Severity.MINOR)).orElseThrow();
  }

  private NewFinding now(NewFinding finding) {
    return finding.openedAt(clock.instant());
  }

  private static NewFinding saying(NewFinding finding, String because) {
    return new NewFinding(finding.key(), finding.source(), finding.name(), finding.service(), finding.severity(),
        finding.category(), because, finding.evidence(), finding.openedAt());
  }

  private void pass(Duration time) {
    clock.advance(time);
  }

  private Optional<String> raise(NewFinding finding) {
    return transaction.execute(status -> desk.raise(finding));
  }

  private IncidentView report(String service) {
    return desk.report(
        new NewReport("broken", ServiceName.of(service), null, null, null, null, null, List.of(), null, Map.of()),
        "li.na",
        null).incident();
  }

  private List<IncidentNews> told() {
    return heard.take().stream().filter(IncidentNews.class::isInstance).map(IncidentNews.class::cast).toList();
  }

  private Optional<String> incidentOf(NewFinding finding) {
    return transaction.execute(status -> jdbc
        .sql("select incident_id from incident_finding where finding_key = :key and open_key is not null")
        .param("key", finding.key())
        .query(Long.class)
        .optional()
        .map(id -> new IncidentNumber(id).toString()));
  }

  private List<TimelineEntry> timeline(String number) {
    return desk.timeline(number, null, 100).items();
  }

  private List<MutedFindingView> mutedNow() {
    return muted.page(true, null, null, Long.MAX_VALUE, 100);
  }

  private List<MutedFindingView> mutedAll() {
    return muted.page(false, null, null, Long.MAX_VALUE, 100);
  }

  private static String key(String name, String service) {
    return service + "/alert/" + name;
  }

  private NewFinding alert(String name, String service, Severity severity, String... labels) {
    Map<String, String> own = new java.util.TreeMap<>(Map.of("alertname", name));
    for (int i = 0; i < labels.length; i += 2) {
      own.put(labels[i], labels[i + 1]);
    }
    return new NewFinding(key(name, service), FindingSource.ALERT, name, ServiceName.of(service), severity,
        Category.AVAILABILITY, name + " on " + service, Map.of("labels", Map.copyOf(own)), clock.instant());
  }
}
