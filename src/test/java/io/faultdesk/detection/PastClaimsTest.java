package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.faultdesk.indicator.SampleArchive;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.signal.Alert;
import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is remembered of alerts, on H2. */
class PastClaimsTest {

  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");
  private static final ServiceName ORDERS = ServiceName.of("orders");
  private static final TimeRange ALWAYS = new TimeRange(START.minusSeconds(1), START.plus(Duration.ofDays(30)));

  private final HandClock clock = new HandClock(START);
  private final SampleArchive archive = mock();
  private JdbcTemplate jdbc;
  private PastClaims claims;

  DataSource database() {
    return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
  }

  @BeforeEach
  void migrate() {
    DataSource database = database();
    Flyway.configure().dataSource(database).load().migrate();
    jdbc = spy(new JdbcTemplate(database));
    when(archive.kept()).thenReturn(Duration.ofDays(8));
    claims = new PastClaims(jdbc, JsonMapper.builder().addModule(new JavaTimeModule()).build(), archive, clock);
  }

  @Test
  void a_claim_is_kept_from_its_beginning_to_its_end() {
    save(null, open("a1", Severity.MAJOR));
    clock.advance(Duration.ofSeconds(5));
    save(open("a1", Severity.MAJOR), ended("a1"));
    clock.advance(Duration.ofSeconds(5));
    save(ended("a1"), open("a1", Severity.MAJOR));

    assertThat(claims.of(ORDERS, ALWAYS)).extracting(Claim::begunAt, Claim::endedAt).containsExactly(
        tuple(START, START.plusSeconds(5)),
        tuple(START.plusSeconds(10), null));
    assertThat(claims.of(ORDERS, ALWAYS).getFirst().alert().labels()).containsEntry("a", "很慢 🐢");
    assertThat(claims.services(ALWAYS)).containsExactly(ORDERS);
    assertThat(claims.of(ServiceName.of("Orders"), ALWAYS)).isEmpty();
    assertThat(claims.of(ORDERS, new TimeRange(START.plusSeconds(6), START.plusSeconds(9)))).isEmpty();
    assertThat(claims.services(new TimeRange(START.plusSeconds(6), START.plusSeconds(9)))).isEmpty();
    assertThat(claims.of(ORDERS, new TimeRange(START.plusSeconds(3), START.plusSeconds(4)))).hasSize(1);
  }

  @Test
  void a_renewal_writes_nothing_and_another_severity_is_another_claim() {
    save(null, open("a1", Severity.MAJOR));
    clearInvocations(jdbc);
    clock.advance(Duration.ofSeconds(5));
    Episode renewed = new Episode(open("a1", Severity.MAJOR).alert().until(START.plusSeconds(500)), null);
    save(open("a1", Severity.MAJOR), renewed);
    verify(jdbc, never()).batchUpdate(anyString(), any(List.class));

    save(renewed, open("a1", Severity.CRITICAL));
    assertThat(claims.of(ORDERS, ALWAYS)).extracting(claim -> claim.alert().severity())
        .containsExactly(Severity.MAJOR, Severity.CRITICAL);
    assertThat(Message.of(claims.of(ORDERS, ALWAYS), List.of(), START))
        .extracting(Message::at, each -> ((Message.OfAlert) each).alert().firing())
        .containsExactly(
            tuple(START, true),
            tuple(START.plusSeconds(5), false),
            tuple(START.plusSeconds(5), true));
  }

  @Test
  void a_claim_that_begins_anew_in_the_millisecond_of_its_beginning_goes_on() {
    save(null, open("a1", Severity.MAJOR));
    save(open("a1", Severity.MAJOR), ended("a1"));
    save(ended("a1"), open("a1", Severity.CRITICAL));
    assertThat(claims.of(ORDERS, ALWAYS)).singleElement().satisfies(claim -> {
      assertThat(claim.endedAt()).isNull();
      assertThat(claim.alert().severity()).isEqualTo(Severity.CRITICAL);
    });
  }

  @Test
  void what_only_ended_was_never_claimed() {
    save(null, ended("a1"));
    assertThat(claims.of(ORDERS, ALWAYS)).isEmpty();
  }

  @Test
  void claims_go_with_the_samples() {
    Episode[] many = new Episode[700];
    Arrays.setAll(many, i -> open("a" + i, Severity.MAJOR));
    save(Map.of(), many);
    Map<String, Episode> stood = new HashMap<>();
    Arrays.stream(many).forEach(each -> stood.put(each.alert().identity(), each));
    clock.advance(Duration.ofSeconds(5));
    save(stood, Arrays.stream(many).skip(1).map(each -> ended(each.alert().identity())).toArray(Episode[]::new));
    clock.advance(Duration.ofDays(8));
    claims.prune();
    assertThat(claims.of(ORDERS, ALWAYS)).hasSize(700);
    clock.advance(Duration.ofSeconds(1));
    claims.prune();
    assertThat(claims.of(ORDERS, ALWAYS)).as("the one that stands").hasSize(1);
  }

  private void save(@Nullable Episode before, Episode after) {
    save(before == null ? Map.of() : Map.of(before.alert().identity(), before), after);
  }

  private void save(Map<String, Episode> before, Episode... after) {
    Map<String, Episode> changed = new HashMap<>();
    Arrays.stream(after).forEach(each -> changed.put(each.alert().identity(), each));
    Step step = new Step(new ServiceState(changed, Map.of()), List.of(), changed);
    claims.save(
        List.of(new Recording(ORDERS, new ServiceState(before, Map.of()), step, false, List.of())), clock.instant());
  }

  private static Episode open(String identity, Severity severity) {
    return new Episode(
        new Alert(
            identity, ORDERS, "Down", severity, Category.OTHER, true, START, START.plusSeconds(60),
            Map.of("a", "很慢 🐢"), Map.of(), "test"),
        null);
  }

  private static Episode ended(String identity) {
    return new Episode(open(identity, Severity.MAJOR).alert(), START.plusSeconds(5));
  }
}
