package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import io.faultdesk.incident.IncidentDesk.Repeated;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a silence keeps quiet, for how long, and that nothing is lost by it. */
@IncidentTest
class SilenceTest {

  private static final String SILENCES = "/api/v1/silences";
  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired private IncidentDesk desk;
  @Autowired private SilenceDesk silences;
  @Autowired private SilenceReach reach;
  @Autowired private Silencing silencing;
  @Autowired private MutedRelease release;
  @Autowired private Silences stored;
  @Autowired private MutedFindings muted;
  @Autowired private IncidentSettings settings;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private TransactionTemplate transaction;
  @Autowired private HandClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private MockMvc http;

  /** Afterwards too, because others share the memory of what is silenced. */
  @BeforeEach
  @AfterEach
  void clean() {
    List.of("incident", "incident_finding", "incident_occurrence", "incident_timeline", "muted_finding", "silence")
        .forEach(table -> jdbc.sql("delete from " + table).update());
    silencing.refresh();
  }

  @Test
  void a_silenced_finding_is_kept_with_the_reason_and_opens_no_incident() throws Exception {
    String id = silence(HOUR, "service=\"crm-order\"").id();
    assertThat(raise("slow", Severity.MINOR)).isEmpty();
    http.perform(get("/api/v1/muted-findings"))
        .andExpect(jsonPath("$.items", hasSize(1)))
        .andExpect(jsonPath("$.items[0].stage").value("silence"))
        .andExpect(jsonPath("$.items[0].reasons[0].text").value(
            "silenced by li.na until " + clock.instant().plus(HOUR) + ": we know (silence " + id + ")"))
        .andExpect(jsonPath("$.items[0].judgedAgainAt").isNotEmpty());
    assertThat(desk.openNumbers()).isEmpty();
    assertThat(desk.openFindings()).as("detection goes on").hasSize(1);
  }

  @Test
  void the_clear_of_a_silenced_finding_passes() {
    silence(HOUR, "service=\"crm-order\"");
    raise("slow", Severity.MINOR);
    desk.cleared("slow", clock.instant());
    assertThat(desk.openFindings()).isEmpty();
    later(HOUR);
    assertThat(desk.openNumbers()).isEmpty();
    assertThat(jdbc.sql("select outcome from muted_finding").query(String.class).single()).isEqualTo("CLEARED");
  }

  @Test
  void what_is_still_open_at_the_end_of_the_silence_opens_its_incident() {
    silence(HOUR, "service=\"crm-order\"");
    raise("slow", Severity.MINOR);
    desk.repeated(
        List.of(new Repeated(finding("slow", "crm-order", Severity.MINOR, Map.of()), 3)), clock.instant());
    later(HOUR.minusSeconds(1));
    assertThat(desk.openNumbers()).isEmpty();
    later(Duration.ofSeconds(1));
    String number = only(desk.openNumbers());
    assertThat(timeline(number)).contains("was-quiet");
    assertThat(desk.find(number).orElseThrow().occurrences()).isEqualTo(4);
  }

  @Test
  void ending_a_silence_early_counts_at_once() {
    String id = silence(HOUR, "service=\"crm-order\"").id();
    raise("slow", Severity.MINOR);
    silences.expire(id, "wang.fang");
    release.release();
    assertThat(desk.openNumbers()).hasSize(1);
    assertThat(silences.find(id).changes()).extracting(SilenceView.Change::by).containsExactly("li.na", "wang.fang");
    silences.expire(id, "wang.fang");
    assertThat(silences.find(id).changes()).as("it ends once").hasSize(2);
  }

  @Test
  void a_shorter_silence_ends_sooner_and_a_longer_one_later() {
    String id = silence(HOUR, "service=\"crm-order\"").id();
    raise("slow", Severity.MINOR);
    assertThat(change(id, Duration.ofMinutes(90), "service=\"crm-order\"").id()).isEqualTo(id);
    later(HOUR);
    assertThat(desk.openNumbers()).isEmpty();
    assertThat(change(id, Duration.ofMinutes(5), "service=\"crm-order\"").id()).isEqualTo(id);
    later(Duration.ofMinutes(5));
    assertThat(desk.openNumbers()).hasSize(1);
  }

  @Test
  void with_other_conditions_a_silence_is_replaced() {
    String id = silence(HOUR, "service=\"crm-order\"").id();
    raise("slow", Severity.MINOR);
    SilenceView other = change(id, HOUR, "service=\"crm-web\"");
    assertThat(other.id()).isNotEqualTo(id);
    assertThat(other.changes().getFirst().text()).contains("in the place of " + id);
    assertThat(silences.find(id).state()).isEqualTo(SilenceView.State.EXPIRED);
    release.release();
    assertThat(desk.openNumbers()).hasSize(1);
  }

  @Test
  void what_becomes_too_bad_for_the_silence_opens_its_incident() {
    silence(HOUR, "severity=\"warning\"");
    raise("slow", Severity.WARNING);
    desk.worsened(finding("slow", "crm-order", Severity.CRITICAL, Map.of()));
    release.release();
    assertThat(desk.find(only(desk.openNumbers())).orElseThrow().findings().getFirst().severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void a_silence_survives_a_restart() {
    silence(HOUR, "service=\"crm-order\"");
    Silencing restarted = new Silencing(stored, muted, settings, transactions, clock);
    restarted.afterPropertiesSet();
    assertThat(
        restarted.suppress(
            finding("slow", "crm-order", Severity.MINOR, Map.of()),
            new Situation(clock.instant(), Map.of(), Map.of(), Map.of(), Map.of())))
        .isPresent();
  }

  @Test
  void of_two_silences_the_later_end_counts() {
    String longer = silence(HOUR.multipliedBy(2), "service=\"crm-order\"").id();
    silence(HOUR, "severity=\"minor\"");
    raise("slow", Severity.MINOR);
    later(HOUR);
    assertThat(desk.openNumbers()).isEmpty();
    String other = silence(HOUR.multipliedBy(3), "service=\"crm-order\"").id();
    silences.expire(longer, "li.na");
    release.release();
    assertThat(desk.openNumbers()).as("silenced by " + other).isEmpty();
    silences.expire(other, "li.na");
    release.release();
    assertThat(desk.openNumbers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "service=\"crm-order\"                          | true",
    "service=\"crm-order\" ; severity=\"minor\"     | true",
    "service=\"crm-order\" ; severity=\"critical\"  | false",
    "service=\"crm-order\" ; env=\"prod\"           | true",
    "service=~\"crm-.*\"                            | true",
    "service=~\"crm\"                               | false",
    "env!=\"lab\" ; service=\"crm-order\"           | true",
    "env!~\"pr.*\" ; service=\"crm-order\"          | false",
    "alertname=\"slow\"                             | true",
    "category=\"performance\" ; source=\"rule\"     | true",
    "zone=\"\" ; service=\"crm-order\"              | true"
  })
  void every_condition_must_hold(String matchers, boolean silenced) {
    silence(HOUR, matchers.split(" ; "));
    assertThat(raise("slow", Severity.MINOR).isEmpty()).isEqualTo(silenced);
  }

  @Test
  void a_silence_that_has_not_begun_does_nothing() {
    Instant start = clock.instant().plus(HOUR);
    SilenceView pending = silences.save(
        new NewSilence(null, matchers("service=\"crm-order\""), start, start.plus(HOUR), "deploy", null), "li.na",
        false);
    assertThat(pending.state()).isEqualTo(SilenceView.State.PENDING);
    assertThat(raise("before", Severity.MINOR)).isPresent();
    clock.advance(HOUR);
    assertThat(raise("during", Severity.MINOR)).isEmpty();
    assertThat(silences.find(pending.id()).state()).isEqualTo(SilenceView.State.ACTIVE);
    assertThat(desk.openNumbers()).as("what was open stays open").hasSize(1);
  }

  @Test
  void what_another_node_did_is_noticed_and_what_was_muted_meanwhile_is_judged_again() {
    String id = silence(HOUR, "service=\"crm-order\"").id();
    jdbc.sql("update silence set ends_at = :now, version = version + 1").param("now", clock.millis()).update();
    assertThat(raise("slow", Severity.MINOR)).as("not yet known here").isEmpty();
    silencing.refresh();
    release.release();
    assertThat(desk.openNumbers()).hasSize(1);
    assertThat(silences.find(id).state()).isEqualTo(SilenceView.State.EXPIRED);
  }

  @Test
  void a_judgment_that_overlapped_the_change_is_made_again() {
    silence(HOUR, "service=\"crm-order\"");
    raise("slow", Severity.MINOR);
    jdbc.sql("update silence set ends_at = :now, version = version + 1").param("now", clock.millis()).update();
    silencing.refresh();
    jdbc.sql("update muted_finding set review_at = null").update();
    clock.advance(Duration.ofSeconds(11));
    silencing.refresh();
    release.release();
    assertThat(desk.openNumbers()).hasSize(1);
  }

  @Test
  void silences_are_forgotten_long_after_their_end() {
    String id = silence(HOUR, "service=\"crm-order\"").id();
    clock.advance(Duration.ofDays(89));
    silencing.refresh();
    assertThat(silences.find(id).state()).isEqualTo(SilenceView.State.EXPIRED);
    clock.advance(Duration.ofDays(2));
    silencing.refresh();
    assertThat(jdbc.sql("select count(*) from silence").query(Integer.class).single()).isZero();
  }

  @Test
  void silences_are_made_listed_shown_changed_and_ended_over_http() throws Exception {
    String body = wanted("\"service=\\\"crm-order\\\"\"", clock.instant().plus(HOUR), "");
    String id = JsonPath.read(
        save(body).andExpect(status().isCreated()).andExpect(jsonPath("$.state").value("active"))
            .andExpect(jsonPath("$.owner").value("li.na")).andReturn().getResponse().getContentAsString(),
        "$.id");
    save(wanted("\"service=\\\"crm-order\\\"\"", clock.instant().plus(HOUR.multipliedBy(2)), ",\"id\":\"" + id + "\""))
        .andExpect(status().isOk()).andExpect(jsonPath("$.changes", hasSize(2)));
    save(wanted("\"service=\\\"crm-web\\\"\"", clock.instant().plus(HOUR), "")).andExpect(status().isCreated());
    http.perform(get(SILENCES + "?limit=1")).andExpect(jsonPath("$.items", hasSize(1)))
        .andExpect(jsonPath("$.items[0].matchers", contains("service=\"crm-web\"")))
        .andExpect(jsonPath("$.nextCursor").isNotEmpty());
    http.perform(delete(SILENCES + "/" + id).principal(() -> "wang.fang")).andExpect(status().isNoContent());
    http.perform(get(SILENCES + "?state=expired")).andExpect(jsonPath("$.items[*].id", contains(id)));
    http.perform(get(SILENCES + "?state=pending")).andExpect(jsonPath("$.items", hasSize(0)));
    http.perform(get(SILENCES + "/" + id)).andExpect(jsonPath("$.changes[2].by").value("wang.fang"));
    http.perform(get(SILENCES + "/none")).andExpect(status().isNotFound())
        .andExpect(jsonPath("$.code").value("unknown-silence"));
    http.perform(get(SILENCES + "?state=loud")).andExpect(status().isBadRequest());
    http.perform(get(SILENCES + "?cursor=x")).andExpect(status().isBadRequest());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "\"service\"                        | 3600     | /matchers/0 | is not a matcher",
    "\"service=~\\\"(\\\"\"             | 3600     | /matchers/0 | regular expression",
    "\"service=\\\"\\\"\"               | 3600     | /matchers   | empty string",
    "\"a!=\\\"b\\\"\",\"b=~\\\".*\\\"\" | 3600     | /matchers   | empty string",
    "                                   | 3600     | /matchers   | at least one",
    "\"service=\\\"a\\\"\"              | -1       | /endsAt     | past",
    "\"service=\\\"a\\\"\"              | 2600000  | /endsAt     | at most 30 days"
  })
  void what_no_silence_may_be_is_refused_with_its_place(String matchers, long seconds, String pointer, String why)
      throws Exception {
    save(wanted(matchers == null ? "" : matchers, clock.instant().plusSeconds(seconds), ""))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].pointer").value(startsWith(pointer)))
        .andExpect(jsonPath("$.errors[0].detail").value(containsString(why)));
  }

  @Test
  void a_silence_without_reason_is_refused() throws Exception {
    save("{\"matchers\":[\"service=a\"],\"endsAt\":\"" + clock.instant().plus(HOUR) + "\",\"reason\":\" \"}")
        .andExpect(status().isBadRequest()).andExpect(jsonPath("$.errors[0].pointer").value("/reason"));
  }

  @Test
  void a_preview_tells_what_would_be_muted() throws Exception {
    silence(HOUR, "service=\"crm-web\"");
    raise("muted", "crm-web", Severity.MAJOR);
    String number = raise("slow", "crm-order", Severity.MINOR).orElseThrow();
    raise("other", "crm-db", Severity.CRITICAL);
    clock.advance(Duration.ofDays(2));
    silences.expire(silence(HOUR, "service=\"crm-web\"").id(), "li.na");
    preview("service=~\\\"crm-(web|order)\\\"")
        .andExpect(jsonPath("$.open").value(3))
        .andExpect(jsonPath("$.matching").value(2))
        .andExpect(jsonPath("$.findings[0].name").value("slow"))
        .andExpect(jsonPath("$.findings[0].incident").value(number))
        .andExpect(jsonPath("$.findings[1].name").value("muted"))
        .andExpect(jsonPath("$.findings[1].incident").isEmpty())
        .andExpect(jsonPath("$.incidents.day").value(0))
        .andExpect(jsonPath("$.incidents.week").value(1));
    assertThat(jdbc.sql("select count(*) from silence").query(Integer.class).single()).as("it makes none").isEqualTo(2);
  }

  @Test
  void a_silence_of_everything_is_refused_unless_an_administrator_insists() throws Exception {
    for (int i = 0; i < 10; i++) {
      raise("f" + i, i == 0 ? "crm-web" : "crm-order", Severity.MINOR);
    }
    save(wanted("\"service=~\\\"crm-.*\\\"\"", clock.instant().plus(HOUR), ""))
        .andExpect(status().isUnprocessableEntity())
        .andExpect(jsonPath("$.code").value("silence-too-wide"))
        .andExpect(jsonPath("$.matching").value(10))
        .andExpect(jsonPath("$.open").value(10));
    save(wanted("\"service=\\\"crm-order\\\"\"", clock.instant().plus(HOUR), "")).andExpect(status().isCreated());
    save(wanted("\"alertname=~\\\".+\\\"\",\"service=~\\\".*\\\"\"", clock.instant().plus(HOUR), ""))
        .andExpect(status().isUnprocessableEntity())
        .andExpect(jsonPath("$.detail").value(containsString("hold for any value")));

    String insisting = wanted("\"alertname=~\\\".+\\\"\"", clock.instant().plus(HOUR), ",\"force\":true");
    save(insisting).andExpect(status().isBadRequest()).andExpect(jsonPath("$.errors[0].pointer").value("/force"));
    http.perform(post(SILENCES).principal(() -> "admin").with(SilenceTest::administrator)
        .contentType(MediaType.APPLICATION_JSON).content(insisting))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.changes[0].text").value(containsString("insisted on")));
  }

  @Test
  void most_of_many_is_too_much_and_shortening_is_always_allowed() throws Exception {
    String id = silence(HOUR, "severity=\"minor\"").id();
    for (int i = 0; i < 22; i++) {
      raise("f" + i, "crm-order", i < 12 ? Severity.MINOR : Severity.MAJOR);
    }
    save(wanted("\"severity=\\\"minor\\\"\"", clock.instant().plus(HOUR), ""))
        .andExpect(status().isUnprocessableEntity());
    assertThat(change(id, HOUR.dividedBy(2), "severity=\"minor\"").id()).isEqualTo(id);
    desk.cleared("f0", clock.instant());
    save(wanted("\"severity=\\\"minor\\\"\"", clock.instant().plus(HOUR), ""))
        .andExpect(status().isUnprocessableEntity());
    desk.cleared("f1", clock.instant());
    save(wanted("\"severity=\\\"minor\\\"\"", clock.instant().plus(HOUR), "")).andExpect(status().isCreated());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '#', quoteCharacter = '`', value = {
    "source=~\"alert|rule|forecast\"               # true",
    "source!=\"person\"                            # true",
    "severity=~\"critical|major|minor|warning\"    # true",
    "severity=~\"[cmw].*\" ; category!=\"none\"    # true",
    "source=~\"alert|rule\"                        # false",
    "severity=~\"minor|warning\"                   # false",
    "severity=~\".+\" ; service=\"crm-order\"      # false"
  })
  void words_of_which_every_finding_has_one_say_nothing(String matchers, boolean nothing) {
    Instant now = clock.instant();
    NewSilence wanted = new NewSilence(null, matchers(matchers.split(" ; ")), null, now.plus(HOUR), "we know", null);
    assertThat(wanted.saysNothing()).isEqualTo(nothing);
  }

  @Test
  void most_incidents_of_the_week_are_too_much_where_little_is_open() throws Exception {
    for (int i = 0; i < 20; i++) {
      raise("f" + i, i % 2 == 0 ? "crm-order" : "crm-web", i < 15 ? Severity.MINOR : Severity.MAJOR);
      desk.cleared("f" + i, clock.instant());
      clock.advance(Duration.ofMinutes(10));
    }
    save(wanted("\"severity=\\\"minor\\\"\"", clock.instant().plus(HOUR), ""))
        .andExpect(status().isUnprocessableEntity())
        .andExpect(jsonPath("$.detail").value(containsString("15 of the 20 incidents of the last week")));
    save(wanted("\"severity=\\\"major\\\"\"", clock.instant().plus(HOUR), "")).andExpect(status().isCreated());
    save(wanted("\"service=\\\"crm-order\\\"\"", clock.instant().plus(HOUR), "")).andExpect(status().isCreated());
    clock.advance(Duration.ofDays(8));
    silencing.refresh();
    save(wanted("\"severity=\\\"minor\\\"\"", clock.instant().plus(HOUR), "")).andExpect(status().isCreated());
  }

  @Test
  void too_many_or_too_long_conditions_are_refused_unread() throws Exception {
    for (String matchers : List.of("\"a=b\",".repeat(50) + "\"(\"", "\"(" + "x".repeat(20_000) + "\"")) {
      save(wanted(matchers, clock.instant().plus(HOUR), "")).andExpect(status().isBadRequest())
          .andExpect(jsonPath("$.errors[0].pointer").value("/matchers"));
      http.perform(post(SILENCES + "/preview").contentType(MediaType.APPLICATION_JSON)
          .content("{\"matchers\":[" + matchers + "]}"))
          .andExpect(status().isBadRequest()).andExpect(jsonPath("$.errors[0].pointer").value("/matchers"));
    }
    String matcher = "{\"name\":\"a\",\"value\":\"(\",\"isRegex\":true}";
    http.perform(post("/api/v2/silences").principal(() -> "li.na").contentType(MediaType.APPLICATION_JSON)
        .content("{\"matchers\":[" + (matcher + ",").repeat(50) + matcher + "],\"comment\":\"we know\","
            + "\"createdBy\":\"x\",\"startsAt\":\"" + clock.instant() + "\",\"endsAt\":\""
            + clock.instant().plus(HOUR) + "\"}"))
        .andExpect(status().isBadRequest()).andExpect(content().string(containsString("too many or too long")));
  }

  @Test
  void an_expression_that_would_become_large_is_refused() throws Exception {
    save(wanted("\"a=~\\\"((x{1000}){1000}){1000}\\\"\"", clock.instant().plus(HOUR), ""))
        .andExpect(status().isBadRequest()).andExpect(jsonPath("$.errors[0].pointer").value("/matchers/0"));
    http.perform(get("/api/v2/silences").param("filter", "a=~\"((x{1000}){1000}){1000}\""))
        .andExpect(status().isBadRequest());
  }

  @Test
  void there_is_an_end_to_the_number_of_silences() throws Exception {
    String id = silence(HOUR, "service=\"crm-order\"").id();
    String digit = "(select 0 as d " + "union all select %d ".repeat(9).formatted(1, 2, 3, 4, 5, 6, 7, 8, 9) + ")";
    jdbc.sql("""
        insert into silence (uuid, matchers, starts_at, ends_at, owner, reason, changes, version)
        select concat('n', a.d, b.d, c.d, e.d), :matchers, 0, :end, 'li.na', 'many', '[]', 0
        from %1$s a, %1$s b, %1$s c, %1$s e where a.d + b.d + c.d + e.d > 0""".formatted(digit))
        .param("matchers", "[\"service=\\\"none\\\"\"]")
        .param("end", clock.instant().plus(HOUR).toEpochMilli()).update();
    String body = wanted("\"service=\\\"crm-web\\\"\"", clock.instant().plus(HOUR), "");
    save(body).andExpect(status().isConflict()).andExpect(jsonPath("$.code").value("too-many"));
    assertThat(change(id, HOUR, "service=\"crm-web\"").id()).as("one in the place of another").isNotEqualTo(id);
  }

  @Test
  void what_fails_while_looking_is_looked_at_again_and_the_change_is_answered() {
    MutedFindings failing = mock();
    doThrow(new IllegalStateException("no database")).when(failing).causeEnded(any(), any());
    Silencing other = new Silencing(stored, failing, settings, transactions, clock);
    String id = silence(HOUR, "service=\"crm-order\"").id();
    other.refresh();
    jdbc.sql("update silence set ends_at = :now, version = version + 1").param("now", clock.millis()).update();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(other::refresh).hasMessage("no database");
      assertThat(other.standing().byId()).containsKey(id);
    }
    reset(failing);
    other.refresh();
    verify(failing).causeEnded(eq(Silence.cause(id)), any());
    assertThat(other.standing().byId()).isEmpty();

    Silencing deaf = mock();
    doThrow(new IllegalStateException("no database")).when(deaf).refresh();
    SilenceDesk answering = new SilenceDesk(stored, reach, deaf, muted, settings, transactions, clock);
    assertThat(
        answering.save(
            new NewSilence(null, matchers("service=\"crm-web\""), null, clock.instant().plus(HOUR), "we know", null),
            "li.na", false)
            .state())
        .isEqualTo(SilenceView.State.ACTIVE);
  }

  private static MockHttpServletRequest administrator(MockHttpServletRequest request) {
    request.addUserRole("admin");
    return request;
  }

  private ResultActions preview(String matcher) throws Exception {
    return http.perform(post(SILENCES + "/preview").contentType(MediaType.APPLICATION_JSON)
        .content("{\"matchers\":[\"" + matcher + "\"]}"));
  }

  private ResultActions save(String body) throws Exception {
    return http.perform(
        post(SILENCES).principal(() -> "li.na").contentType(MediaType.APPLICATION_JSON).content(body));
  }

  private static String wanted(String matchers, Instant end, String more) {
    return "{\"matchers\":[" + matchers + "],\"endsAt\":\"" + end + "\",\"reason\":\"we know\"" + more + "}";
  }

  private SilenceView silence(Duration length, String... matchers) {
    return change(null, length, matchers);
  }

  private SilenceView change(String id, Duration length, String... matchers) {
    return silences.save(
        new NewSilence(id, matchers(matchers), null, clock.instant().plus(length), "we know", null), "li.na", false);
  }

  private static List<LabelMatcher> matchers(String... texts) {
    return Arrays.stream(texts).map(LabelMatcher::of).toList();
  }

  private void later(Duration time) {
    clock.advance(time);
    silencing.refresh();
    release.release();
  }

  private Optional<String> raise(String key, Severity severity) {
    return raise(key, "crm-order", severity);
  }

  private Optional<String> raise(String key, String service, Severity severity) {
    return transaction.execute(
        status -> desk.raise(finding(key, service, severity, Map.of("labels", Map.of("env", "prod")))));
  }

  private NewFinding finding(String key, String service, Severity severity, Map<String, Object> evidence) {
    return new NewFinding(key, FindingSource.RULE, key, ServiceName.of(service), severity, Category.PERFORMANCE,
        key + " on " + service, evidence, clock.instant());
  }

  private List<String> timeline(String number) {
    return desk.timeline(number, null, 50).items().stream().map(TimelineEntry::kind).toList();
  }

  private static String only(List<String> numbers) {
    assertThat(numbers).hasSize(1);
    return numbers.getFirst();
  }
}
