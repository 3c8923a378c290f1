package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.incident.IncidentWorld.Heard;
import io.faultdesk.incident.MaintenanceWindowView.State;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.testing.HandClock;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What maintenance keeps quiet, and that nothing of it is lost. */
@IncidentTest
class MaintenanceTest {

  private static final String PLAIN = "crm-search";
  private static final String CRITICAL = "crm-order";

  private final MaintenanceDesk maintenance;
  private final Maintenance stage;
  private final IncidentDesk desk;
  private final MutedFindings muted;
  private final MutedRelease release;
  private final TransactionTemplate transaction;
  private final HandClock clock;
  private final Heard heard;
  private final JdbcClient jdbc;
  private final SessionFactory sessions;

  @Autowired
  MaintenanceTest(
      MaintenanceDesk maintenance,
      Maintenance stage,
      IncidentDesk desk,
      MutedFindings muted,
      MutedRelease release,
      TransactionTemplate transaction,
      HandClock clock,
      Heard heard,
      JdbcClient jdbc,
      EntityManagerFactory factory) {
    this.maintenance = maintenance;
    this.stage = stage;
    this.desk = desk;
    this.muted = muted;
    this.release = release;
    this.transaction = transaction;
    this.clock = clock;
    this.heard = heard;
    this.jdbc = jdbc;
    this.sessions = factory.unwrap(SessionFactory.class);
  }

  @BeforeEach
  void clean() {
    List.of("incident", "incident_finding", "incident_occurrence", "incident_timeline", "muted_finding",
        "flapping_finding", "maintenance_window").forEach(table -> jdbc.sql("delete from " + table).update());
    stage.look();
    heard.take();
  }

  @Test
  void a_finding_during_maintenance_opens_no_incident_and_says_why() {
    MaintenanceWindowView window = propose(PLAIN, now(), null);
    assertThat(window.state()).isEqualTo(State.APPROVED);
    assertThat(window.open()).isTrue();
    assertThat(raise("slow", PLAIN)).isEmpty();
    MutedFindingView quiet = quiet();
    Instant end = clock.instant().plus(Duration.ofHours(2));
    assertThat(quiet.stage()).isEqualTo(Stage.MAINTENANCE);
    assertThat(quiet.judgedAgainAt()).isBeforeOrEqualTo(end);
    assertThat(quiet.reasons()).singleElement().satisfies(reason -> assertThat(reason.text())
        .startsWith("maintenance of crm-search until " + end.toString().replace("T", " ").substring(0, 16))
        .endsWith(": New index (li.na)"));
    assertThat(heard.take()).isEmpty();
  }

  @Test
  void a_finding_elsewhere_or_with_other_labels_opens_its_incident() {
    propose(PLAIN, now(), null, "severity!=\"critical\"");
    assertThat(raise("elsewhere", "crm-web")).isPresent();
    assertThat(raise("critical", PLAIN, Severity.CRITICAL)).isPresent();
    assertThat(raise("major", PLAIN, Severity.MAJOR)).isEmpty();
  }

  @Test
  void what_clears_during_maintenance_is_cleared_for_good() {
    propose(PLAIN, now(), null);
    raise("slow", PLAIN);
    desk.cleared("slow", clock.instant());
    pass(Duration.ofHours(3));
    assertThat(heard.take()).isEmpty();
    assertThat(desk.openFindings()).isEmpty();
  }

  @Test
  void what_is_still_open_when_the_maintenance_ends_opens_its_incident_and_says_that_it_was_quiet() {
    propose(PLAIN, now(), null);
    raise("slow", PLAIN);
    pass(Duration.ofMinutes(119));
    assertThat(heard.take()).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(heard.take()).singleElement().isInstanceOf(IncidentOpened.class);
    String number = openNumber();
    assertThat(desk.timeline(number, null, 50).items()).extracting(TimelineEntry::kind).contains("was-quiet");
  }

  @Test
  void an_incident_from_before_the_maintenance_goes_on_and_is_cleared_during_it() {
    raise("slow", PLAIN);
    propose(PLAIN, now(), null);
    heard.take();
    desk.cleared("slow", clock.instant());
    assertThat(heard.take()).singleElement().isInstanceOf(FindingsCleared.class);
  }

  @Test
  void a_report_is_never_kept_quiet() {
    propose(PLAIN, now(), null);
    var report = new NewReport("Search is down", ServiceName.of(PLAIN), null, null, null, null, null, List.of(), null,
        Map.of());
    assertThat(desk.report(report, "li.na", null).opened()).isTrue();
  }

  @Test
  void calling_it_off_opens_the_incident_at_once() {
    MaintenanceWindowView window = propose(PLAIN, now(), null);
    raise("slow", PLAIN);
    maintenance.cancel(window.number(), "wang.fang");
    release.release();
    assertThat(openNumber()).isNotNull();
    assertThat(maintenance.get(window.number()).decision()).isNotNull()
        .satisfies(decision -> assertThat(decision.by()).isEqualTo("wang.fang"));
    assertThat(raise("other", PLAIN)).isPresent();
  }

  @Test
  void ending_it_early_opens_the_incident_at_once_and_leaves_next_week_alone() {
    MaintenanceWindowView window = propose(PLAIN, now(), "FREQ=WEEKLY");
    raise("slow", PLAIN);
    pass(Duration.ofMinutes(30));
    maintenance.end(window.number());
    release.release();
    assertThat(openNumber()).isNotNull();
    assertThat(raise("at once", PLAIN)).isPresent();
    pass(Duration.ofDays(7).minusMinutes(20));
    assertThat(raise("next week", PLAIN)).isEmpty();
    pass(Duration.ofDays(1));
    assertThatThrownBy(() -> maintenance.end(window.number())).isInstanceOf(TransitionForbidden.class);
  }

  @Test
  void what_recurs_is_quiet_again_next_week_and_not_in_between() {
    propose(PLAIN, now(), "FREQ=WEEKLY;COUNT=2");
    assertThat(raise("first", PLAIN)).isEmpty();
    pass(Duration.ofDays(3));
    assertThat(raise("between", PLAIN)).isPresent();
    pass(Duration.ofDays(4));
    assertThat(raise("second", PLAIN)).isEmpty();
    pass(Duration.ofDays(7));
    assertThat(raise("after the last", PLAIN)).isPresent();
  }

  @Test
  void what_needs_an_approval_keeps_nothing_quiet_until_it_has_it() {
    MaintenanceWindowView window = propose(CRITICAL, now().plusHours(1), null);
    assertThat(window.state()).isEqualTo(State.PROPOSED);
    assertThat(heard.take()).singleElement().isInstanceOfSatisfying(MaintenanceProposed.class, proposed -> {
      assertThat(proposed.number()).isEqualTo(window.number());
      assertThat(proposed.teams()).containsExactly("platform");
      assertThat(proposed.services()).isEqualTo(CRITICAL);
      assertThat(proposed.by()).isEqualTo("li.na");
      assertThat(proposed.firstStart()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    });
    pass(Duration.ofMinutes(61));
    assertThat(raise("proposed", CRITICAL)).isPresent();
    assertThatThrownBy(() -> maintenance.decide(window.number(), true, "li.na", "my own"))
        .isInstanceOf(TransitionForbidden.class);
    maintenance.decide(window.number(), true, "wang.fang", "go ahead");
    assertThat(raise("approved", CRITICAL)).isEmpty();
  }

  @Test
  void what_is_rejected_or_not_approved_in_time_never_counts() {
    MaintenanceWindowView rejected = propose(CRITICAL, now().plusHours(1), null);
    maintenance.decide(rejected.number(), false, "wang.fang", "not during the sale");
    MaintenanceWindowView late = propose(CRITICAL, now().plusHours(1), null);
    maintenance.expire(late.number(), "system");
    pass(Duration.ofMinutes(61));
    assertThat(raise("slow", CRITICAL)).isPresent();
    assertThat(maintenance.get(rejected.number()).state()).isEqualTo(State.REJECTED);
    assertThat(maintenance.get(late.number()).state()).isEqualTo(State.EXPIRED);
    assertThatThrownBy(() -> maintenance.decide(late.number(), true, "wang.fang", ""))
        .isInstanceOfSatisfying(TransitionForbidden.class, refused -> assertThat(refused.allowed()).isEmpty());
  }

  @Test
  void calling_off_what_nobody_has_decided_on_tells_its_process() {
    MaintenanceWindowView window = propose(CRITICAL, now().plusHours(1), null);
    heard.take();
    maintenance.cancel(window.number(), "li.na");
    assertThat(heard.take()).containsExactly(new MaintenanceWithdrawn(window.number(), "li.na"));
    maintenance.expire(window.number(), "system");
    maintenance.abandon(window.number(), "system");
    assertThat(maintenance.get(window.number()).state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void a_change_that_is_rolled_back_changes_nothing() {
    MaintenanceWindowView window = propose(PLAIN, now(), null);
    transaction.executeWithoutResult(status -> {
      maintenance.cancel(window.number(), "li.na");
      status.setRollbackOnly();
    });
    assertThat(raise("slow", PLAIN)).isEmpty();
    transaction.executeWithoutResult(status -> {
      propose("crm-web", now(), null);
      status.setRollbackOnly();
    });
    assertThat(raise("web", "crm-web")).isPresent();
  }

  @Test
  void what_another_node_called_off_is_noticed_and_releases() {
    propose(PLAIN, now(), null);
    raise("slow", PLAIN);
    jdbc.sql("update maintenance_window set state = 'CANCELLED', revision = revision + 1").update();
    stage.look();
    release.release();
    assertThat(openNumber()).isNotNull();
  }

  @Test
  void what_another_node_proposed_is_noticed_too() {
    MaintenanceWindowView window = propose(PLAIN, now(), null);
    jdbc.sql("update maintenance_window set services = '[\"crm-web\"]', revision = revision + 1").update();
    stage.look();
    assertThat(raise("web", "crm-web")).as(window.number()).isEmpty();
  }

  @Test
  void no_finding_costs_a_query() {
    propose(PLAIN, now(), "FREQ=WEEKLY");
    NewFinding finding = finding("slow", PLAIN, Severity.MAJOR);
    Situation now = new Situation(clock.instant(), Map.of(), Map.of(), Map.of(), Map.of());
    long before = sessions.getStatistics().getPrepareStatementCount();
    assertThat(stage.suppress(finding, now)).isPresent();
    assertThat(stage.suppress(finding("web", "crm-web", Severity.MAJOR), now)).isEmpty();
    assertThat(sessions.getStatistics().getPrepareStatementCount()).isEqualTo(before);
  }

  @Test
  void of_two_windows_the_one_that_ends_last_is_named() {
    propose(PLAIN, now(), null);
    MaintenanceWindowView longer = propose(PLAIN, now().plusHours(1), null);
    pass(Duration.ofMinutes(90));
    raise("slow", PLAIN);
    Instant end = longer.occurrences().getFirst().end();
    assertThat(quiet().reasons().getFirst().text()).contains(end.toString().replace("T", " ").substring(0, 16));
  }

  private LocalDateTime now() {
    return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private MaintenanceWindowView propose(
      String service, LocalDateTime start, @Nullable String rule, String... matchers) {
    return maintenance.propose(
        new NewMaintenanceWindow("New index", List.of(service), List.of(matchers), "UTC", start.toString(), "2h", rule,
            null, "an index is built"),
        "li.na");
  }

  private Optional<String> raise(String key, String service) {
    return raise(key, service, Severity.MAJOR);
  }

  private Optional<String> raise(String key, String service, Severity severity) {
    Optional<String> number = transaction.execute(status -> desk.raise(finding(key, service, severity)));
    return number == null ? Optional.empty() : number;
  }

  private NewFinding finding(String key, String service, Severity severity) {
    return new NewFinding(key, FindingSource.RULE, "slow", ServiceName.of(service), severity, Category.PERFORMANCE,
        "it is slow", Map.of(), clock.instant());
  }

  private void pass(Duration time) {
    clock.advance(time);
    stage.look();
    release.release();
  }

  private MutedFindingView quiet() {
    return Objects.requireNonNull(
        transaction.execute(status -> muted.page(true, null, null, Long.MAX_VALUE, 10).getFirst()));
  }

  private String openNumber() {
    return desk.openNumbers().getLast();
  }
}
