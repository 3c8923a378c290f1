package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.faultdesk.incident.Label.Grounds;
import io.faultdesk.incident.Label.Known;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Page;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.testing.HandClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** What became of incidents says how it is known, and rules and models are measured by it. */
@IncidentTest
class LabelTest {

  private final IncidentDesk desk;
  private final Labels labels;
  private final FaultArchive archive;
  private final TransactionTemplate transaction;
  private final HandClock clock;
  private final MockMvc mvc;
  final JdbcClient jdbc;

  @Autowired
  LabelTest(
      IncidentDesk desk,
      Labels labels,
      FaultArchive archive,
      TransactionTemplate transaction,
      HandClock clock,
      MockMvc mvc,
      JdbcClient jdbc) {
    this.desk = desk;
    this.labels = labels;
    this.archive = archive;
    this.transaction = transaction;
    this.clock = clock;
    this.mvc = mvc;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void clean() {
    desk.openFindings().forEach(finding -> desk.cleared(finding.key(), clock.instant()));
    List.of("incident", "incident_finding", "incident_occurrence", "incident_timeline", "incident_suspect",
        "muted_finding", "flapping_finding")
        .forEach(table -> jdbc.sql("delete from " + table).update());
    clock.advance(Duration.ofDays(7));
  }

  @Test
  void nobody_s_word_is_told_from_a_person_s() {
    String open = raise("a", "slow");
    assertThat(label(open)).returns(Known.OPEN, Label::known).returns(null, Label::by).returns(null, Label::at)
        .returns(null, Label::endedAt);

    String cleared = raise("b", "slow");
    desk.close(cleared, ClosureReason.CLEARED, "system", "");
    assertThat(label(cleared)).returns(Known.RECOVERED, Label::known).returns(null, Label::by)
        .returns(clock.instant(), Label::at);

    String denied = raise("c", "slow");
    desk.declareFalseAlarm(denied, "li.na", "a test");
    assertThat(label(denied)).returns(Known.DENIED, Label::known).returns("li.na", Label::by);
  }

  @Test
  void a_fault_is_confirmed_by_diagnosis_then_by_review_and_may_still_be_denied() {
    String number = raise("a", "slow");
    desk.confirmed(number, "li.na", "confirmed: the disk is full");
    Instant confirmedAt = clock.instant();
    assertThat(label(number)).returns(Known.CONFIRMED, Label::known).returns("li.na", Label::by)
        .returns(confirmedAt, Label::at);
    assertThat(desk.timeline(number, null, 10).items()).extracting(TimelineEntry::kind).contains("diagnosed");

    clock.advance(Duration.ofHours(1));
    desk.resolved(number, "system", "nothing is open any more");
    desk.reviewed(number, "logs were never rotated", "rotate them", false, "wang.wei");
    assertThat(label(number)).returns(Known.REVIEWED, Label::known).returns("wang.wei", Label::by)
        .returns("logs were never rotated", Label::rootCause).returns(false, Label::ruleUseful)
        .returns(clock.instant(), Label::endedAt);

    String denied = raise("b", "slow");
    desk.confirmed(denied, "li.na", "confirmed: really");
    desk.close(denied, ClosureReason.FALSE_ALARM, "wang.wei", "a test of the backup");
    assertThat(label(denied)).returns(Known.DENIED, Label::known).returns("wang.wei", Label::by);
  }

  @Test
  void of_a_duplicate_that_is_known_what_is_known_of_the_other() {
    String duplicate = raise("a", "slow");
    String other = raise("b", "slow");
    desk.declareDuplicate(duplicate, other, "li.na");
    assertThat(label(duplicate)).returns(Known.OPEN, Label::known).returns(other, Label::mergedInto);
    assertThat(archive.since(Instant.EPOCH)).hasSize(2)
        .allMatch(fault -> fault.endedAt() == null && fault.incident().equals(other));

    desk.declareFalseAlarm(other, "wang.wei", "a drill");
    assertThat(label(duplicate)).returns(Known.DENIED, Label::known).returns("wang.wei", Label::by);
    assertThat(archive.since(Instant.EPOCH)).isEmpty();
  }

  @Test
  void a_fault_is_known_as_a_whole_whichever_of_its_findings_is_asked_about() {
    Instant begun = clock.instant();
    String number = raise("a", "slow");
    clock.advance(Duration.ofHours(3));
    Instant later = clock.instant();
    desk.declareDuplicate(raise("a", "broken"), number, "li.na");
    clock.advance(Duration.ofMinutes(10));
    desk.cleared("a/broken", clock.instant());
    PastFault going = new PastFault(ServiceName.of("a"), begun, null, number);
    assertThat(archive.since(Instant.EPOCH)).containsExactly(going);
    assertThat(archive.since(later)).containsExactly(going);
    assertThat(archive.of(List.of(number))).containsExactly(going);
    assertThat(archive.since(clock.instant())).isEmpty();
  }

  @Test
  void a_service_is_well_again_when_nothing_is_found_of_it_any_more_however_late_somebody_says_so() {
    Instant begun = clock.instant();
    String number = raise("a", "slow");
    clock.advance(Duration.ofMinutes(10));
    Instant cleared = clock.instant();
    desk.cleared("a/slow", cleared);
    PastFault over = new PastFault(ServiceName.of("a"), begun, cleared, number);
    assertThat(archive.since(Instant.EPOCH)).containsExactly(over);
    clock.advance(Duration.ofHours(5));
    desk.resolved(number, "li.na", "the index is there again");
    assertThat(archive.since(Instant.EPOCH)).containsExactly(over);

    String open = raise("b", "slow");
    clock.advance(Duration.ofMinutes(10));
    desk.resolved(open, "li.na", "restarted");
    assertThat(archive.of(List.of(open))).extracting(PastFault::endedAt).containsExactly(clock.instant());
  }

  @Test
  void a_duplicate_is_no_second_fault() {
    Instant begun = clock.instant();
    String first = raise("a", "slow");
    desk.resolved(first, "li.na", "over");
    desk.close(first, ClosureReason.RECOVERED, "li.na", "");
    clock.advance(Duration.ofMinutes(1));
    String second = raise("a", "broken");
    assertThat(second).isNotEqualTo(first);
    clock.advance(Duration.ofMinutes(1));
    String third = raise("b", "slow");
    desk.declareDuplicate(second, third, "li.na");
    assertThat(archive.of(List.of(third))).extracting(PastFault::service, PastFault::incident)
        .containsExactly(tuple(ServiceName.of("a"), third), tuple(ServiceName.of("b"), third));
    assertThat(archive.since(begun)).extracting(PastFault::incident).containsExactly(first, third, third);
    assertThat(archive.of(List.of(second))).isEmpty();
  }

  @Test
  void what_was_foreseen_came_or_did_not_or_was_prevented_or_denied() {
    String came = foresee("a");
    String fault = raise("a", "slow");
    assertThat(label(came)).returns(Known.CAME_TRUE, Label::known).returns(fault, Label::mergedInto)
        .returns(true, Label::foreseen);
    desk.declareFalseAlarm(fault, "li.na", "nothing was wrong");
    assertThat(label(came)).as("where the fault was none").returns(Known.DID_NOT_COME, Label::known);

    String passed = foresee("b");
    desk.close(passed, ClosureReason.CLEARED, "system", "the time has passed");
    assertThat(label(passed)).returns(Known.DID_NOT_COME, Label::known).returns(null, Label::by);

    String prevented = foresee("c");
    desk.close(prevented, ClosureReason.RECOVERED, "li.na", "moved the batch job");
    assertThat(label(prevented)).returns(Known.PREVENTED, Label::known).returns("li.na", Label::by);

    String denied = foresee("d");
    desk.close(denied, ClosureReason.FALSE_ALARM, "li.na", "");
    assertThat(label(denied)).returns(Known.DENIED, Label::known).returns("li.na", Label::by);

    assertThat(archive.preventedSince(clock.instant().minusSeconds(60)))
        .containsExactly(new PreventedFault(ServiceName.of("c"), clock.instant(), clock.instant(), prevented, "li.na"));
    assertThat(archive.preventedSince(clock.instant().plusSeconds(60))).isEmpty();
  }

  @Test
  void the_incidents_of_forecasts_are_known_whatever_became_of_them() {
    Instant begun = clock.instant();
    String closed = foresee("a");
    clock.advance(Duration.ofMinutes(5));
    desk.close(closed, ClosureReason.FALSE_ALARM, "li.na", "");
    String open = foresee("b");
    raise("c", "slow");
    foresee("d");
    TimeRange time = new TimeRange(begun, clock.instant());
    List<ServiceName> services = Stream.of("a", "b", "c").map(ServiceName::of).toList();
    List<ForeseenFault> both = List.of(
        new ForeseenFault(ServiceName.of("a"), begun, clock.instant(), closed),
        new ForeseenFault(ServiceName.of("b"), clock.instant(), null, open));
    assertThat(archive.foreseen(services, time)).isEqualTo(both);
    Duration days = Duration.ofDays(6);
    assertThat(archive.foreseen(services, new TimeRange(begun.plus(days), begun.plus(days)))).isEqualTo(both);
    assertThat(archive.foreseen(services, new TimeRange(begun, begun))).containsExactly(both.getFirst());
    assertThat(archive.foreseen(List.of(), time)).isEmpty();
  }

  @Test
  void it_names_what_it_rests_on() {
    String number = raise("a", "slow");
    clock.advance(Duration.ofMinutes(1));
    desk.cleared("a/slow", clock.instant());
    raise("a", "slow");
    assertThat(label(number).findings()).extracting(Grounds::name, Grounds::rule, Grounds::service, Grounds::collected)
        .containsExactly(tuple("slow", "a is slow", "a", false));
  }

  @Test
  void what_became_of_what_each_rule_found_is_counted() {
    desk.confirmed(raise("a", "slow"), "li.na", "confirmed: yes");
    String denied = raise("a", "broken");
    desk.declareFalseAlarm(denied, "li.na", "no");
    String reviewed = raise("b", "slow");
    desk.resolved(reviewed, "system", "over");
    desk.reviewed(reviewed, "x", "y", true, "li.na");
    desk.declareDuplicate(raise("c", "slow"), raise(rule("b", "wrong", "c is slow")), "li.na");
    desk.close(foresee("d"), ClosureReason.RECOVERED, "li.na", "moved");
    desk.close(foresee("e"), ClosureReason.CLEARED, "system", "");
    foresee("f");
    raise("f", "slow");
    assertThat(archive.recordsSince(clock.instant())).containsExactlyInAnyOrder(
        new RuleRecord(FindingSource.RULE, "a is slow", 1, 1, 1, 0, 0, 0, 0),
        new RuleRecord(FindingSource.RULE, "a is broken", 1, 1, 0, 1, 0, 0, 0),
        new RuleRecord(FindingSource.RULE, "b is slow", 1, 1, 1, 0, 0, 1, 0),
        new RuleRecord(FindingSource.RULE, "c is slow", 2, 2, 0, 0, 0, 0, 0),
        new RuleRecord(FindingSource.RULE, "f is slow", 1, 1, 0, 0, 0, 0, 0),
        new RuleRecord(FindingSource.FORECAST, "A fault is likely", 3, 3, 1, 1, 1, 0, 0));
    assertThat(archive.recordsSince(clock.instant().plusMillis(1))).isEmpty();
  }

  @Test
  void pages_go_back_in_time_within_the_range_and_the_service() {
    Instant start = clock.instant();
    for (int i = 0; i < 5; i++) {
      raise("s" + i % 2, "slow" + i);
      clock.advance(Duration.ofMinutes(1));
    }
    raise("s0", "at the same moment");
    raise("s1", "at the same moment");
    Page<Label> first = labels.page(null, new TimeRange(start, clock.instant().plusMillis(1)), null, 3);
    Page<Label> second = labels.page(null, new TimeRange(start, clock.instant().plusMillis(1)), first.nextCursor(), 10);
    assertThat(first.items()).extracting(Label::incident).doesNotContainAnyElementsOf(
        second.items().stream().map(Label::incident).toList());
    assertThat(first.items().size() + second.items().size()).isEqualTo(7);
    assertThat(second.nextCursor()).isNull();
    assertThat(page("s0", start, start.plusSeconds(120))).extracting(Label::service).containsExactly("s0");
    assertThat(page("s0", start, start.plusSeconds(121))).extracting(Label::openedAt)
        .containsExactly(start.plusSeconds(120), start);
  }

  @Test
  void over_http_a_wrong_range_is_named() throws Exception {
    String number = raise("a", "slow");
    desk.declareFalseAlarm(number, "li.na", "a test");
    mvc.perform(get("/api/v1/labels").param("service", "a")).andExpect(status().isOk())
        .andExpect(jsonPath("$.items[0].known").value("denied")).andExpect(jsonPath("$.items[0].by").value("li.na"))
        .andExpect(jsonPath("$.items[0].findings[0].rule").value("a is slow"));
    for (String wrong : List.of("from=yesterday", "from=%2B1000000000-12-31T23:59:59Z", "cursor=x", "limit=0",
        "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")) {
      mvc.perform(get(URI.create("/api/v1/labels?" + wrong))).andExpect(status().isBadRequest());
    }
  }

  @Test
  void nothing_is_read_that_is_not_asked_for() {
    long now = clock.instant().toEpochMilli();
    for (int id = 1; id <= 3000; id++) {
      long at = now + 60_000L * (id - 1500);
      jdbc.sql("insert into incident (id, title, state, priority, impact, urgency, category, opened_at, closed_at, "
          + "closure_reason, dedup_key, service, respond_by, resolve_by, occurrences, records) "
          + "values (?, 'slow', 'CLOSED', 3, 'LOW', 'LOW', 'other', ?, ?, ?, ?, ?, 0, 0, 1, 1)")
          .params(id, at, at, id % 3 == 0 ? "RECOVERED" : "CLEARED", "forecast/s" + id % 50, "s" + id % 50).update();
      jdbc.sql("insert into incident_finding (incident_id, ordinal, source, name, because, service, opened_at) "
          + "values (?, 1, 'RULE', 'slow', 'so', ?, ?)").params(id, "s" + id % 50, at).update();
    }
    if (mysql()) {
      jdbc.sql("analyze table incident, incident_finding").query().listOfRows();
    } else {
      jdbc.sql("analyze").update();
    }
    assertThat(plan(Labels.ALL)).contains("incident_by_opening");
    assertThat(plan(Labels.OF_SERVICE)).containsAnyOf("incident_finding_by_part", "incident_finding_by_service");
    assertThat(plan(FaultArchive.PREVENTED)).contains("incident_by_closure");
    assertThat(plan(FaultArchive.SINCE)).contains("incident_finding_by_opening");
    assertThat(plan(FaultArchive.OF)).contains("incident_by_merger");
    assertThat(plan(FaultArchive.FORESEEN)).containsAnyOf("incident_by_service", "incident_by_opening");
    for (String query : List.of(Labels.ALL, Labels.OF_SERVICE, FaultArchive.PREVENTED, FaultArchive.SINCE,
        FaultArchive.FORESEEN,
        FaultArchive.RECORDS, Labels.GROUNDS)) {
      assertThat(plan(query)).doesNotContain("tablescan", "table scan");
    }
  }

  boolean mysql() {
    return false;
  }

  /** In lower case, with the values of a question in the middle of what there is. */
  String plan(String query) {
    long now = clock.instant().toEpochMilli();
    String explain = mysql() ? "explain format=json " : "explain ";
    return jdbc.sql(explain + query).param("from", now - 3_600_000).param("before", now).param("id", 0L)
        .param("service", "s3").param("services", List.of("s3", "s4")).param("to", now)
        .param("limit", 3).param("moment", now + 1_430 * 60_000L).param("incidents", List.of(1L, 2L))
        .query(String.class).single().toLowerCase(Locale.ROOT).replace("\"access_type\": \"all\"",
            "table scan");
  }

  private List<Label> page(@Nullable String service, Instant from, Instant to) {
    return labels.page(service, new TimeRange(from, to), null, 100).items();
  }

  private Label label(String number) {
    return page(null, Instant.EPOCH, clock.instant().plusMillis(1)).stream()
        .filter(label -> label.incident().equals(number)).findFirst().orElseThrow();
  }

  private String raise(String service, String name) {
    return raise(rule(service, name, service + " is " + name));
  }

  private NewFinding rule(String service, String name, String rule) {
    return new NewFinding(service + "/" + name, FindingSource.RULE, name, ServiceName.of(service), Severity.MAJOR,
        Category.PERFORMANCE, name + " on " + service, Map.of("rule", rule), clock.instant());
  }

  private String foresee(String service) {
    return raise(new NewFinding(service + "/expected", FindingSource.FORECAST, "expected", ServiceName.of(service),
        Severity.WARNING, Category.AVAILABILITY, "likely", Map.of("rule", "A fault is likely"), clock.instant()));
  }

  private String raise(NewFinding finding) {
    return Objects.requireNonNull(transaction.execute(status -> desk.raise(finding))).orElseThrow();
  }
}
