package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Change.Link;
import io.faultdesk.testing.HandClock;
import io.faultdesk.testing.MysqlServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Changes are kept alike on both databases. */
class ChangesTest {

  @Nested
  @SpringBootTest(
      classes = SignalSlice.class,
      webEnvironment = WebEnvironment.NONE,
      properties = {"spring.datasource.url=jdbc:h2:mem:changes", "faultdesk.signal.max-changes=5"})
  class OnH2 extends Behaviour {}

  @Nested
  @SpringBootTest(
      classes = SignalSlice.class,
      webEnvironment = WebEnvironment.NONE,
      properties = {"spring.datasource.username=" + MysqlServer.USER, "faultdesk.signal.max-changes=5"})
  class OnMysql extends Behaviour {

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
      String url = MysqlServer.newMigratedDatabase();
      properties.add("spring.datasource.url", () -> url);
    }
  }

  /** What holds whatever lies below. */
  abstract static class Behaviour {

    private static final ServiceName ORDERS = ServiceName.of("crm-order 订单");

    @Autowired private Changes changes;
    @Autowired private SignalIntake intake;
    @Autowired private HandClock clock;
    @Autowired private JdbcClient jdbc;

    @BeforeEach
    void empty() {
      jdbc.sql("DELETE FROM service_change").update();
    }

    @Test
    void a_change_is_stored_once_and_comes_out_as_it_went_in() {
      Change change = change("部署 🚀", clock.instant());
      changes.store(change, true);
      clock.advance(Duration.ofDays(3));
      changes.store(change, true);
      changes.store(change("部署 🚀", clock.instant()), true);

      assertThat(waiting()).hasSize(2).first().isEqualTo(change);
    }

    @Test
    void without_a_date_the_same_words_are_another_change_ten_minutes_later() {
      changes.store(change("deployed", clock.instant()), false);
      clock.advance(Duration.ofMinutes(9));
      changes.store(change("deployed", clock.instant()), false);
      assertThat(waiting()).hasSize(1);

      clock.advance(Duration.ofMinutes(2));
      changes.store(change("deployed", clock.instant()), false);
      assertThat(waiting()).hasSize(2);
    }

    @Test
    void what_was_told_waits_no_longer_and_is_found_by_its_service() {
      Instant start = clock.instant();
      for (int i = 0; i < 4; i++) {
        changes.store(change("number " + i, start.plusSeconds(i)), true);
      }
      assertThat(intake.untoldChanges(start.minusSeconds(1), 10)).isEmpty();
      intake.untoldChanges(start, 3).forEach(change -> intake.told(change, start));

      assertThat(waiting()).extracting(Change::summary).containsExactly("number 3");
      assertThat(intake.toldChanges(ORDERS, start.plusSeconds(1), 10))
          .extracting(stored -> stored.change().summary())
          .containsExactly("number 1", "number 2");
      assertThat(intake.toldChanges(ORDERS, start, 1)).extracting(stored -> stored.change().summary())
          .containsExactly("number 2");
      assertThat(intake.toldChanges(ServiceName.of("crm-db"), start, 10)).isEmpty();
    }

    @Test
    void told_changes_are_forgotten_when_they_are_old_or_too_many_and_others_never() {
      changes.store(change("told long ago", clock.instant()), true);
      intake.untoldChanges(clock.instant(), 10).forEach(change -> intake.told(change, clock.instant()));
      changes.store(change("waits for long", clock.instant()), true);
      clock.advance(Duration.ofDays(31));
      changes.prune();
      assertThat(count()).isOne();

      for (int i = 0; i < 8; i++) {
        changes.store(change("number " + i, clock.instant()), true);
      }
      changes.prune();
      assertThat(count()).isEqualTo(9);
      intake.untoldChanges(clock.instant(), 10).forEach(change -> intake.told(change, clock.instant()));
      changes.prune();
      assertThat(count()).isEqualTo(5);
    }

    @Test
    void beyond_so_many_untold_changes_senders_have_to_wait() {
      long now = clock.millis();
      jdbc.sql(
          """
              INSERT INTO service_change (digest, service, happened_at, received_at, message)
              WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
              SELECT 'x', 's', ?, ?, '{}' FROM n, (SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL
                SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL
                SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11) ten""")
          .params(now, now)
          .update();
      assertThatThrownBy(() -> changes.store(change("one more", clock.instant()), true))
          .isInstanceOf(IntakeBusy.class);
    }

    private long count() {
      return jdbc.sql("SELECT COUNT(*) FROM service_change").query(Long.class).single();
    }

    private List<Change> waiting() {
      return intake.untoldChanges(clock.instant(), 100).stream().map(StoredChange::change).toList();
    }

    private static Change change(String summary, Instant at) {
      return new Change(
          ORDERS, at, summary, "pipeline", Map.of("build", "220"), List.of(new Link("https://ci", null)));
    }
  }
}
