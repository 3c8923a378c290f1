package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.incident.IncidentView.QuietReason;
import io.faultdesk.incident.IncidentView.State;
import io.faultdesk.incident.IncidentWorld.Heard;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.testing.HandClock;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** What is foreseen has an incident until its time has passed or a fault takes it over, and makes no fault any worse. */
@IncidentTest
@TestPropertySource(
    properties = {
      "faultdesk.incident.quiet.inhibitions[0].source[0]=source=forecast",
      "faultdesk.incident.quiet.inhibitions[0].target[0]=source!=forecast",
      "faultdesk.incident.quiet.groups[0].match[0]=severity=warning",
      "faultdesk.incident.quiet.groups[0].by[0]=category",
      "faultdesk.incident.quiet.groups[0].delay=0s",
      "faultdesk.incident.quiet.storm.enabled=true",
      "faultdesk.incident.quiet.storm.incidents=3",
      "faultdesk.catalog.services[0].name=web",
      "faultdesk.catalog.services[0].calls=db",
      "faultdesk.catalog.services[1].name=db",
      "faultdesk.catalog.services[1].criticality=high",
      "faultdesk.catalog.services[1].team=database"
    })
class ForecastTest {

  private final IncidentDesk desk;
  private final SilenceDesk silences;
  private final MutedRelease release;
  private final Inhibition inhibition;
  private final Storm storm;
  private final QuietNews news;
  private final TransactionTemplate transaction;
  private final HandClock clock;
  private final Heard heard;
  private final JdbcClient jdbc;
  private final SessionFactory sessions;

  @Autowired
  ForecastTest(
      IncidentDesk desk,
      SilenceDesk silences,
      MutedRelease release,
      Inhibition inhibition,
      Storm storm,
      QuietNews news,
      TransactionTemplate transaction,
      HandClock clock,
      Heard heard,
      JdbcClient jdbc,
      EntityManagerFactory factory) {
    this.desk = desk;
    this.silences = silences;
    this.release = release;
    this.inhibition = inhibition;
    this.storm = storm;
    this.news = news;
    this.transaction = transaction;
    this.clock = clock;
    this.heard = heard;
    this.jdbc = jdbc;
    this.sessions = factory.unwrap(SessionFactory.class);
  }

  @BeforeEach
  void clean() {
    desk.openFindings().forEach(finding -> desk.cleared(finding.key(), clock.instant()));
    List.of("incident", "incident_finding", "incident_occurrence", "incident_timeline", "incident_suspect",
        "muted_finding", "flapping_finding", "incident_group", "silence")
        .forEach(table -> jdbc.sql("delete from " + table).update());
    clock.advance(Duration.ofDays(7));
    heard.take();
  }

  @Test
  void a_forecast_opens_an_incident_that_is_prevented() {
    String number = foresee("db").orElseThrow();
    IncidentView incident = view(number);
    assertThat(incident.foreseen()).isTrue();
    assertThat(incident.phase()).isEqualTo(Phase.PREVENTION);
    assertThat(incident.priority()).isEqualTo(3);
    assertThat(heard.take()).singleElement().isInstanceOfSatisfying(IncidentOpened.class, opened -> {
      assertThat(opened.source()).isEqualTo("forecast");
      assertThat(opened.ownerTeam()).isEqualTo("database");
      assertThat(opened.workingHoursAt()).as("2026-03-04 was a Wednesday, at ten").isAfter(clock.instant());
      assertThat(opened.why()).isEqualTo("a fault of db is likely within 15 min");
    });
  }

  @Test
  void a_forecast_is_to_be_answered_before_the_time_that_it_looks_ahead_is_over() {
    Instant now = clock.instant();
    IncidentView incident = view(raise(forecast("db", Map.of("horizon", 1800.0))).orElseThrow());
    assertThat(incident.priority()).isEqualTo(3);
    assertThat(incident.respondBy()).isEqualTo(now.plus(Duration.ofMinutes(30)));
    assertThat(incident.resolveBy()).isEqualTo(now.plus(Duration.ofHours(24)));
    assertThat(heard.take()).singleElement().isInstanceOfSatisfying(IncidentOpened.class, opened -> {
      assertThat(opened.respondWarnAt()).isEqualTo(now.plusSeconds(1350));
      assertThat(opened.respondBy()).isEqualTo(incident.respondBy());
    });
    raise(forecast("db", "crash within 1 h", Severity.CRITICAL));
    assertThat(view(incident.number()).respondBy()).as("where it is more pressing").isEqualTo(now.plusSeconds(900));
  }

  @Test
  void what_looks_farther_ahead_or_does_not_say_how_far_is_to_be_answered_as_its_priority_asks() {
    Instant asked = clock.instant().plus(Duration.ofHours(4));
    List<Map<String, Object>> told =
        List.of(Map.of("horizon", 90_000), Map.of(), Map.of("horizon", "15m"), Map.of("horizon", 0));
    told.forEach(evidence -> {
      String number = raise(forecast("db", evidence)).orElseThrow();
      assertThat(view(number).respondBy()).as("of %s", evidence).isEqualTo(asked);
      desk.cleared(forecast("db").key(), clock.instant());
    });
    NewFinding limit = rule("db", "limit-near", Severity.MINOR, Map.of("horizon", 60.0));
    assertThat(view(raise(limit).orElseThrow()).respondBy()).as("of what a rule says").isEqualTo(
        clock.instant().plus(Duration.ofMinutes(30)));
  }

  @Test
  void all_that_is_foreseen_of_a_service_shares_one_incident_until_the_last_of_it_has_passed() {
    String number = foresee("db").orElseThrow();
    assertThat(raise(forecast("db", "crash within 1 h", Severity.WARNING))).hasValue(number);
    assertThat(foresee("web").orElseThrow()).isNotEqualTo(number);
    desk.cleared(forecast("db").key(), clock.instant());
    assertThat(view(number).state()).isEqualTo(State.OPEN);
    desk.cleared("db/forecast/crash within 1 h", clock.instant());
    assertThat(view(number).closure().reason()).isEqualTo(ClosureReason.CLEARED);
  }

  @Test
  void a_forecast_that_was_settled_is_not_opened_anew_while_it_is_open() {
    for (ClosureReason reason : List.of(ClosureReason.RECOVERED, ClosureReason.FALSE_ALARM)) {
      String number = foresee("db").orElseThrow();
      heard.take();
      desk.close(number, reason, "li.na", "moved the batch job");
      assertThat(heard.take()).as("detection goes on knowing it").isEmpty();
      assertThat(foresee("db")).hasValue(number);
      desk.cleared(forecast("db").key(), clock.instant());
      assertThat(foresee("db").orElseThrow()).isNotEqualTo(number);
      desk.cleared(forecast("db").key(), clock.instant());
    }
  }

  @Test
  void a_fault_of_the_service_takes_over_what_foresaw_it() {
    String forecast = foresee("db").orElseThrow();
    var foreseenAt = clock.instant();
    clock.advance(Duration.ofMinutes(7));
    heard.take();
    String fault = raise(rule("db", "slow", Severity.MAJOR)).orElseThrow();

    assertThat(fault).isNotEqualTo(forecast);
    assertThat(view(forecast).closure()).returns(ClosureReason.DUPLICATE, IncidentView.Closure::reason)
        .returns("duplicate of " + fault, IncidentView.Closure::text);
    assertThat(view(fault).occurrences()).isEqualTo(2);
    assertThat(timeline(fault)).extracting(TimelineEntry::kind).containsExactly("opened", "merged", "foreseen");
    assertThat(timeline(fault).getLast().text()).isEqualTo("since " + foreseenAt + " by " + forecast);
    assertThat(heard.take()).hasExactlyElementsOfTypes(IncidentOpened.class, ForecastCameTrue.class);
    assertThat(raise(rule("db", "slow", Severity.MAJOR))).as("the same again").hasValue(fault);
    assertThat(raise(rule("db", "broken", Severity.MAJOR))).isPresent();
    assertThat(heard.take()).doesNotHaveAnyElementsOfTypes(ForecastCameTrue.class);
  }

  @Test
  void who_has_taken_a_forecast_on_hears_that_it_has_come_true() {
    String forecast = foresee("db").orElseThrow();
    desk.acknowledge(forecast, "li.na", null);
    heard.take();
    String fault = raise(rule("db", "slow", Severity.MAJOR)).orElseThrow();
    assertThat(heard.take()).contains(
        new IncidentNews(forecast, "came-true", "What was foreseen has happened, see " + fault + "."));
  }

  @Test
  void a_report_on_the_service_takes_over_what_foresaw_it() {
    String forecast = foresee("db").orElseThrow();
    String elsewhere = report("web", null).number();
    assertThat(view(forecast).state()).isEqualTo(State.OPEN);
    String joined = report("db", "known").number();
    assertThat(view(forecast).closure().text()).isEqualTo("duplicate of " + joined);
    assertThat(elsewhere).isNotEqualTo(joined);
  }

  @Test
  void a_report_that_joins_an_incident_brings_along_what_was_foreseen() {
    String open = report("web", "known").number();
    String forecast = foresee("db").orElseThrow();
    assertThat(report("db", "known").number()).isEqualTo(open);
    assertThat(view(forecast).closure().text()).isEqualTo("duplicate of " + open);
  }

  @Test
  void a_fault_that_is_collected_brings_along_what_foresaw_it() {
    String forecast = foresee("web").orElseThrow();
    String callee = raise(rule("db", "down", Severity.MAJOR)).orElseThrow();
    assertThat(view(forecast).state()).as("a fault of another service").isEqualTo(State.OPEN);
    assertThat(raise(rule("web", "slow", Severity.MAJOR))).hasValue(callee);
    assertThat(view(forecast).closure().text()).isEqualTo("duplicate of " + callee);
  }

  @Test
  void a_muted_fault_makes_no_forecast_come_true_before_it_is_raised() {
    String forecast = foresee("db").orElseThrow();
    silence("service=db");
    assertThat(raise(rule("db", "slow", Severity.MAJOR))).isEmpty();
    assertThat(view(forecast).state()).isEqualTo(State.OPEN);
    clock.advance(Duration.ofHours(2));
    release.release();
    assertThat(view(forecast).closure().reason()).isEqualTo(ClosureReason.DUPLICATE);
  }

  @Test
  void in_one_batch_forecast_and_fault_end_in_one_incident_whichever_comes_first() {
    raiseAll(List.of(forecast("db"), rule("db", "slow", Severity.MAJOR), rule("db", "broken", Severity.MAJOR)));
    assertThat(openOn("db")).hasSize(2).noneMatch(IncidentView::foreseen);
    raiseAll(List.of(rule("web", "odd", Severity.MAJOR), forecast("web")));
    assertThat(openOn("web")).noneMatch(IncidentView::foreseen);
  }

  @Test
  void many_forecasts_ask_the_database_as_often_as_one() {
    raise(forecast("warm-up"));
    long one = statements(() -> raiseAll(List.of(forecast("s1"))));
    long each = statements(() -> raiseAll(List.of(forecast("s2"), forecast("s3")))) - one;
    long hundred = statements(() -> raiseAll(IntStream.range(10, 110).mapToObj(i -> forecast("s" + i)).toList()));
    assertThat(hundred).isEqualTo(one + 99 * each);
    assertThat(statements(() -> raiseAll(List.of(forecast("s1"), forecast("s2"))))).isLessThanOrEqualTo(6);
  }

  @Test
  void a_fault_that_did_not_see_its_forecast_takes_it_over_when_its_time_has_passed() {
    String forecast = foresee("db").orElseThrow();
    String fault = transaction.execute(status -> desk.insist(rule("db", "slow", Severity.MAJOR)));
    assertThat(view(forecast).state()).isEqualTo(State.OPEN);
    desk.cleared(forecast("db").key(), clock.instant());
    assertThat(view(forecast).closure().text()).isEqualTo("duplicate of " + fault);
  }

  // what is foreseen while a fault is open

  @Test
  void what_is_foreseen_of_a_service_that_has_a_fault_joins_its_incident_quietly() {
    String fault = raise(rule("db", "odd", Severity.MINOR)).orElseThrow();
    int priority = view(fault).priority();
    heard.take();
    assertThat(raise(forecast("db", "crash", Severity.CRITICAL))).hasValue(fault);
    assertThat(view(fault).priority()).isEqualTo(priority);
    assertThat(view(fault).findings().getLast())
        .returns(FindingSource.FORECAST, FindingView::source)
        .returns(new QuietReason(Stage.FORECAST, "foreseen while " + fault + " is open on db"), FindingView::quiet);
    desk.worsened(forecast("db", "crash", Severity.CRITICAL));
    assertThat(view(fault).priority()).isEqualTo(priority);
    assertThat(heard.take()).isEmpty();
  }

  @Test
  void it_joins_also_where_the_incident_is_a_report_or_another_services() {
    String report = report("db", null).number();
    assertThat(foresee("db")).hasValue(report);
    String callee = raise(rule("db", "down", Severity.MAJOR)).orElseThrow();
    assertThat(raise(rule("web", "slow", Severity.MAJOR))).hasValue(callee);
    assertThat(foresee("web")).hasValue(callee);
  }

  @Test
  void a_forecast_never_keeps_a_fault_from_being_resolved() {
    foresee("db");
    String fault = raise(rule("db", "slow", Severity.MAJOR)).orElseThrow();
    raise(forecast("db", "crash", Severity.WARNING));
    assertThat(desk.stillOpen(fault)).containsExactly("slow: slow on db");
    heard.take();
    desk.cleared("db/rule/slow", clock.instant());
    assertThat(desk.stillOpen(fault)).isEmpty();
    assertThat(heard.take()).containsExactly(new FindingsCleared(fault));
    desk.cleared("db/forecast/crash", clock.instant());
    desk.cleared(forecast("db").key(), clock.instant());
    assertThat(heard.take()).as("that was told").isEmpty();
    desk.resolved(fault, "li.na", "restarted");
    assertThat(heard.take()).isEmpty();
  }

  @Test
  void an_open_forecast_is_not_left_to_detection_by_the_incident_that_ends() {
    foresee("db");
    String fault = raise(rule("db", "slow", Severity.MAJOR)).orElseThrow();
    heard.take();
    desk.resolved(fault, "li.na", "restarted");
    assertThat(heard.take()).extracting(event -> ((FindingLeftOpen) event).key()).containsExactly("db/rule/slow");
    assertThat(desk.openFindings()).extracting(IncidentDesk.OpenFinding::key)
        .containsExactly(forecast("db").key());
  }

  // merging by people

  @Test
  void a_forecast_may_be_merged_into_a_fault_and_not_the_other_way_round() {
    String forecast = foresee("db").orElseThrow();
    String fault = raise(rule("web", "slow", Severity.MAJOR)).orElseThrow();
    assertThatThrownBy(() -> desk.merge(fault, forecast, "li.na")).isInstanceOf(TransitionForbidden.class);
    desk.merge(forecast, fault, "li.na");
    assertThat(timeline(fault)).extracting(TimelineEntry::kind).contains("foreseen");
  }

  // the other stages

  @Test
  void forecasts_make_no_storm_and_are_not_collected_by_one() {
    List<String> foreseen =
        IntStream.range(0, 6).mapToObj(i -> foresee("f" + i).orElseThrow()).distinct().toList();
    assertThat(foreseen).hasSize(6);
    assertThat(storm.key(ServiceName.of("f1"), clock.instant())).isEmpty();
    IntStream.range(0, 5).forEach(i -> raise(rule("s" + i, "slow", Severity.MAJOR)));
    assertThat(storm.key(ServiceName.of("s1"), clock.instant())).isPresent();
    assertThat(view(foresee("calm").orElseThrow()).foreseen()).isTrue();
  }

  @Test
  void a_storm_that_collects_a_fault_takes_over_what_foresaw_it() {
    String forecast = foresee("s9").orElseThrow();
    IntStream.range(0, 4).forEach(i -> raise(rule("s" + i, "slow", Severity.MAJOR)));
    String storming = raise(rule("s9", "slow", Severity.MAJOR)).orElseThrow();
    assertThat(view(storming).title()).startsWith("Storm");
    assertThat(view(forecast).closure().text()).isEqualTo("duplicate of " + storming);
    assertThat(foresee("s9")).as("which was over").hasValue(forecast);
    assertThat(raise(forecast("s9", "crash", Severity.WARNING))).hasValue(storming);
  }

  @Test
  void a_forecast_does_not_flap() {
    for (int i = 0; i < 30; i++) {
      foresee("db");
      clock.advance(Duration.ofMinutes(1));
      desk.cleared(forecast("db").key(), clock.instant());
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(told()).isEmpty();
    assertThat(jdbc.sql("select count(*) from flapping_finding").query(Long.class).single()).isZero();
  }

  @Test
  void a_forecast_inhibits_no_fault() {
    foresee("db");
    assertThat(raise(rule("web", "slow", Severity.MAJOR))).isPresent();
    inhibition.afterSingletonsInstantiated();
    assertThat(raise(rule("shop", "slow", Severity.MAJOR))).as("after a start").isPresent();
  }

  @Test
  void a_caller_s_fault_is_not_collected_by_what_is_foreseen_of_its_callee() {
    String forecast = foresee("db").orElseThrow();
    assertThat(raise(rule("web", "slow", Severity.MAJOR)).orElseThrow()).isNotEqualTo(forecast);
    raiseAll(List.of(forecast("api"), rule("web", "broken", Severity.MAJOR)));
    assertThat(openOn("web")).hasSize(2);
  }

  @Test
  void no_group_takes_a_forecast_in_and_none_is_told_of_it() {
    String group = raise(rule("shop", "odd", Severity.WARNING)).orElseThrow();
    assertThat(foresee("db").orElseThrow()).isNotEqualTo(group);
    assertThat(foresee("shop")).as("that has the service's fault").hasValue(group);
    heard.take();
    clock.advance(Duration.ofMinutes(10));
    news.tellOfGroups();
    assertThat(told()).isEmpty();
  }

  @Test
  void a_silence_mutes_a_forecast() {
    silence("source=forecast");
    assertThat(foresee("db")).isEmpty();
    clock.advance(Duration.ofHours(2));
    release.release();
    assertThat(openOn("db")).singleElement().satisfies(incident -> assertThat(incident.foreseen()).isTrue());
  }

  private void silence(String matcher) {
    silences.save(
        new NewSilence(null, List.of(LabelMatcher.of(matcher)), null, clock.instant().plus(Duration.ofHours(1)),
            "known", null),
        "li.na", true);
  }

  private List<IncidentNews> told() {
    return heard.take().stream().filter(IncidentNews.class::isInstance).map(IncidentNews.class::cast).toList();
  }

  private long statements(Runnable work) {
    long before = sessions.getStatistics().getPrepareStatementCount();
    work.run();
    return sessions.getStatistics().getPrepareStatementCount() - before;
  }

  private void raiseAll(List<NewFinding> findings) {
    transaction.executeWithoutResult(status -> desk.raise(findings));
  }

  private Optional<String> foresee(String service) {
    return raise(forecast(service));
  }

  private Optional<String> raise(NewFinding finding) {
    return Objects.requireNonNull(transaction.execute(status -> desk.raise(finding)));
  }

  private NewFinding forecast(String service) {
    return forecast(service, "fault within 15 min", Severity.WARNING);
  }

  private NewFinding forecast(String service, String what, Severity severity) {
    return forecast(service, what, severity, Map.of("probability", 0.91));
  }

  private NewFinding forecast(String service, Map<String, Object> evidence) {
    return forecast(service, "fault within 15 min", Severity.WARNING, evidence);
  }

  private NewFinding forecast(String service, String what, Severity severity, Map<String, Object> evidence) {
    return new NewFinding(service + "/forecast/" + what, FindingSource.FORECAST, what, ServiceName.of(service),
        severity, Category.AVAILABILITY, "a fault of " + service + " is likely within 15 min", evidence,
        clock.instant());
  }

  private NewFinding rule(String service, String name, Severity severity) {
    return rule(service, name, severity, Map.of());
  }

  private NewFinding rule(String service, String name, Severity severity, Map<String, Object> evidence) {
    return new NewFinding(service + "/rule/" + name, FindingSource.RULE, name, ServiceName.of(service), severity,
        Category.AVAILABILITY, name + " on " + service, evidence, clock.instant());
  }

  private IncidentView report(String service, @Nullable String dedupKey) {
    return desk.report(
        new NewReport("broken", ServiceName.of(service), null, null, null, null, dedupKey, List.of(), null, Map.of()),
        "li.na",
        null).incident();
  }

  private IncidentView view(String number) {
    return desk.find(number).orElseThrow();
  }

  private List<TimelineEntry> timeline(String number) {
    return desk.timeline(number, null, 100).items();
  }

  private List<IncidentView> openOn(String service) {
    return Stream.of(State.OPEN, State.ACKNOWLEDGED)
        .flatMap(state -> desk.list(new IncidentFilter(state, service, null, null, null), null, 50).items().stream())
        .toList();
  }
}
