package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.faultdesk.shared.Digest;
import io.faultdesk.testing.HandClock;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.testing.MysqlServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The inbox does the same on both databases. */
class InboxTest {

  @Nested
  @SpringBootTest(
      classes = SignalSlice.class,
      webEnvironment = WebEnvironment.NONE,
      properties = "spring.datasource.url=jdbc:h2:mem:inbox")
  class OnH2 extends Behaviour {}

  @Nested
  @SpringBootTest(
      classes = SignalSlice.class,
      webEnvironment = WebEnvironment.NONE,
      properties = "spring.datasource.username=" + MysqlServer.USER)
  class OnMysql extends Behaviour {

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
      String url = MysqlServer.newDatabase();
      properties.add("spring.datasource.url", () -> url);
    }
  }

  /** What the inbox does, whatever lies below. */
  abstract static class Behaviour {

    @Autowired private Inbox inbox;
    @Autowired private Backlog backlog;
    @Autowired private SignalIntake intake;
    @Autowired private SignalSlice.Announced announced;
    @Autowired private HandClock clock;
    @Autowired private JdbcClient jdbc;
    @Autowired private MeterRegistry meters;
    @Autowired private PlatformTransactionManager transactions;

    @BeforeEach
    void empty() {
      jdbc.sql("DELETE FROM alert_inbox").update();
      backlog.count();
      announced.events.clear();
    }

    @Test
    void alerts_come_out_as_they_went_in_and_in_order() {
      List<Item> items = IntStream.range(0, 100).mapToObj(number -> firing("alert-" + number)).toList();

      inbox.store(new AlertReading(items, List.of(), null, false));

      List<InboxAlert> waiting = intake.waitingAlerts(200, Set.of());
      assertThat(waiting).extracting(InboxAlert::alert).isEqualTo(items.stream().map(Item::alert).toList());
      assertThat(waiting).extracting(InboxAlert::id).isSorted();
      assertThat(announced.events).containsExactly(new AlertsReceived(100));
    }

    @Test
    void an_alert_with_megabytes_of_text_fits() {
      String text = "很长 😀 ".repeat(500_000);

      inbox.store(new AlertReading(List.of(item("long", true, text)), List.of(), "g", false));

      assertThat(intake.waitingAlerts(1, Set.of()).getFirst().alert().annotations()).containsEntry("summary", text);
    }

    @Test
    void taken_alerts_wait_no_longer() {
      store(firing("a"), firing("b"), firing("c"));

      intake.taken(ids(intake.waitingAlerts(2, Set.of())), clock.instant());

      assertThat(waiting()).containsExactly("c");
      assertThat(backlogSize()).isOne();
    }

    @Test
    void what_is_taken_in_a_transaction_that_fails_waits_again() {
      store(firing("a"));

      new TransactionTemplate(transactions)
          .executeWithoutResult(
              status -> {
                intake.taken(ids(intake.waitingAlerts(1, Set.of())), clock.instant());
                status.setRollbackOnly();
              });

      assertThat(waiting()).containsExactly("a");
      assertThat(backlogSize()).isOne();
    }

    @Test
    void a_group_that_ends_truncated_ends_every_member_that_fires() {
      storeInGroup(false, firing("a"), firing("b"), firing("c"));
      storeInGroup(false, resolved("b"));
      inbox.store(new AlertReading(List.of(firing("elsewhere")), List.of(), "another group", false));
      takeAll();
      clock.advance(Duration.ofMinutes(1));

      storeInGroup(true, resolved("a"));

      assertThat(intake.waitingAlerts(10, Set.of()))
          .extracting(waiting -> waiting.alert().name(), waiting -> waiting.alert().firing())
          .containsExactly(
              tuple("a", false), tuple("c", false));
      assertThat(intake.waitingAlerts(10, Set.of()).getLast().alert().endsAt()).isEqualTo(clock.instant());
      assertThat(announced.events.getLast()).isEqualTo(new AlertsReceived(2));
    }

    @Test
    void a_group_that_ended_ends_nothing_when_the_message_comes_again() {
      storeInGroup(false, firing("a"), firing("b"));
      storeInGroup(true, resolved("a"));
      takeAll();

      storeInGroup(true, resolved("a"));

      assertThat(waiting()).containsExactly("a");
    }

    @Test
    void taken_alerts_go_after_a_week_and_waiting_ones_never() {
      IntStream.range(0, 1500).mapToObj(number -> firing("old-" + number)).forEach(this::store);
      takeAll();
      store(firing("waiting"));
      clock.advance(Duration.ofDays(8));

      inbox.prune();

      assertThat(jdbc.sql("SELECT COUNT(*) FROM alert_inbox").query(Integer.class).single()).isOne();
      assertThat(waiting()).containsExactly("waiting");
    }

    @Test
    void the_age_of_the_backlog_is_that_of_its_oldest_alert() {
      store(firing("a"));
      clock.advance(Duration.ofSeconds(90));
      store(firing("b"));

      backlog.count();

      assertThat(meters.get("faultdesk.signal.backlog.age").gauge().value()).isEqualTo(90);
      takeAll();
      backlog.count();
      assertThat(meters.get("faultdesk.signal.backlog.age").gauge().value()).isZero();
    }

    private void store(Item... items) {
      inbox.store(new AlertReading(Arrays.asList(items), List.of(), null, false));
    }

    private void storeInGroup(boolean over, Item... items) {
      inbox.store(new AlertReading(Arrays.asList(items), List.of(), "{}:{alertname=\"x\"}", over));
    }

    private void takeAll() {
      intake.taken(ids(intake.waitingAlerts(5000, Set.of())), clock.instant());
    }

    private List<String> waiting() {
      return intake.waitingAlerts(10, Set.of()).stream().map(waiting -> waiting.alert().name()).toList();
    }

    private double backlogSize() {
      return meters.get("faultdesk.signal.backlog").gauge().value();
    }

    private static List<Long> ids(List<InboxAlert> alerts) {
      return alerts.stream().map(InboxAlert::id).toList();
    }

    private static Item firing(String name) {
      return item(name, true, "客户服务 😀");
    }

    private static Item resolved(String name) {
      return item(name, false, "");
    }

    private static Item item(String name, boolean firing, String summary) {
      Instant start = SignalSlice.START;
      return new Item(
          new Alert(
              Digest.of(name.getBytes(StandardCharsets.UTF_8)),
              ServiceName.of("客户服务"),
              name,
              Severity.MAJOR,
              Category.DATA_QUALITY,
              firing,
              start,
              firing ? null : start.plusSeconds(30),
              Map.of("alertname", name),
              Map.of("summary", summary),
              "alertmanager"),
          "0123456789abcdef");
    }
  }
}
