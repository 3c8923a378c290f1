package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.faultdesk.shared.Digest;
import io.faultdesk.testing.HandClock;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.AlertReading.Group;
import io.faultdesk.signal.AlertReading.Item;
import io.faultdesk.testing.MysqlServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
      String url = MysqlServer.newMigratedDatabase();
      properties.add("spring.datasource.url", () -> url);
    }
  }

  /** What the inbox does, whatever lies below. */
  abstract static class Behaviour {

    private static final String SENDER = "token of Alertmanager";
    private static final String GROUP = "{}:{alertname=\"x\"}";

    @Autowired private Inbox inbox;
    @Autowired private AlertGroups groups;
    @Autowired private Backlog backlog;
    @Autowired private SignalIntake intake;
    @Autowired private SignalSlice.Announced announced;
    @Autowired private HandClock clock;
    @Autowired private JdbcClient jdbc;
    @Autowired private MeterRegistry meters;
    @Autowired private PlatformTransactionManager transactions;

    @BeforeEach
    void empty() {
      Stream.of("alert_inbox", "alert_taken", "alert_group")
          .forEach(table -> jdbc.sql("DELETE FROM " + table).update());
      backlog.count();
      announced.events.clear();
    }

    @Test
    void alerts_come_out_as_they_went_in_and_in_order() {
      List<Item> items = IntStream.range(0, 100).mapToObj(number -> firing("alert-" + number)).toList();

      inbox.store(new AlertReading(items), SENDER);

      List<InboxAlert> waiting = intake.waitingAlerts(200, Set.of());
      assertThat(waiting).extracting(InboxAlert::alert).isEqualTo(items.stream().map(Item::alert).toList());
      assertThat(waiting).extracting(InboxAlert::id).isSorted();
      assertThat(announced.events).containsExactly(new AlertsReceived(100));
    }

    @Test
    void an_alert_with_megabytes_of_text_fits() {
      String text = "很长 😀 ".repeat(500_000);

      inbox.store(new AlertReading(List.of(item("long", true, text)), List.of(), new Group("g", null)), SENDER);

      assertThat(intake.waitingAlerts(1, Set.of()).getFirst().alert().annotations()).containsEntry("summary", text);
    }

    @Test
    void of_long_alerts_few_are_read_together_and_none_is_left_out() {
      String text = "x".repeat(20_000);
      IntStream.range(0, 9).forEach(number -> store(item("long-" + number, true, text)));
      store(firing("short"));

      assertThat(intake.waitingAlerts(100, Set.of())).hasSizeBetween(1, 3);
      for (int left = 10; left > 0; left = intake.waitingAlerts(1000, Set.of()).size()) {
        intake.taken(ids(intake.waitingAlerts(100, Set.of())));
        assertThat(intake.waitingAlerts(1000, Set.of())).hasSizeLessThan(left);
      }
      assertThat(rows("alert_inbox")).isZero();
    }

    @Test
    void taken_alerts_wait_no_longer() {
      store(firing("a"), firing("b"), firing("c"));

      intake.taken(ids(intake.waitingAlerts(2, Set.of())));

      assertThat(waiting()).containsExactly("c");
      assertThat(backlogSize()).isOne();
    }

    @Test
    void what_is_taken_in_a_transaction_that_fails_waits_again() {
      store(firing("a"));

      new TransactionTemplate(transactions)
          .executeWithoutResult(
              status -> {
                intake.taken(ids(intake.waitingAlerts(1, Set.of())));
                status.setRollbackOnly();
              });

      assertThat(waiting()).containsExactly("a");
      assertThat(backlogSize()).isOne();
    }

    @Test
    void a_group_that_ends_truncated_ends_every_member_that_fires() {
      storeInGroup(false, firing("a"), firing("b"), firing("c"));
      storeInGroup(false, resolved("b"));
      storeInGroup("another group", SENDER, null, firing("elsewhere"));
      storeInGroup(GROUP, "another sender", null, firing("of another sender"));
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
    void a_group_that_fires_truncated_keeps_every_member_standing() {
      storeInGroup(false, firing("a"), firing("b"), firing("c"));
      storeInGroup(false, resolved("b"));
      takeAll();
      Instant later = clock.instant().plusSeconds(3600);

      storeInGroup(GROUP, SENDER, alert -> new Item(alert.until(later)), firing("d"));

      assertThat(intake.waitingAlerts(10, Set.of()))
          .extracting(waiting -> waiting.alert().name(), waiting -> waiting.alert().endsAt())
          .containsExactly(tuple("d", null), tuple("a", later), tuple("c", later));
    }

    @Test
    void an_alert_does_not_begin_in_the_future() {
      Alert now = firing("ahead").alert();
      Instant later = clock.instant().plusSeconds(3600);
      store(new Item(new Alert(
          now.identity(), now.service(), now.name(), now.severity(), now.category(), true, later, null, now.labels(),
          now.annotations(), now.sender())));

      assertThat(intake.waitingAlerts(1, Set.of()).getFirst().alert().startsAt()).isEqualTo(clock.instant());
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
    void of_what_is_taken_nothing_stays() {
      store(IntStream.range(0, 1500).mapToObj(number -> firing("alert-" + number)).toArray(Item[]::new));
      takeAll();
      assertThat(rows("alert_inbox")).isZero();
      assertThat(rows("alert_taken")).isZero();
    }

    @Test
    void alerts_of_one_message_share_rows_and_may_be_taken_one_by_one_in_any_order() {
      store(IntStream.range(0, 150).mapToObj(number -> firing("alert-" + number)).toArray(Item[]::new));
      assertThat(rows("alert_inbox")).isLessThan(10);
      List<InboxAlert> all = intake.waitingAlerts(500, Set.of());
      Collections.shuffle(all, new Random(7));
      for (int taken = 0; taken < all.size(); taken += 7) {
        List<InboxAlert> some = all.subList(taken, Math.min(all.size(), taken + 7));
        intake.taken(ids(some));
        assertThat(intake.waitingAlerts(500, Set.of()))
            .containsExactlyElementsOf(
                all.stream().skip(taken + some.size()).sorted(Comparator.comparingLong(InboxAlert::id)).toList());
        backlog.count();
        assertThat(backlogSize()).isEqualTo(all.size() - taken - some.size());
      }
      assertThat(rows("alert_inbox")).isZero();
      assertThat(rows("alert_taken")).isZero();
    }

    @Test
    void the_last_two_parts_of_a_parcel_may_be_taken_at_the_same_time() {
      store(firing("a"), firing("b"));
      List<Long> ids = ids(intake.waitingAlerts(2, Set.of()));
      new TransactionTemplate(transactions).executeWithoutResult(status -> {
        intake.taken(ids.subList(0, 1));
        CompletableFuture.runAsync(() -> taken(ids.subList(1, 2))).join();
      });
      assertThat(intake.waitingAlerts(2, Set.of())).isEmpty();
      assertThat(rows("alert_inbox")).isZero();
      assertThat(rows("alert_taken")).isZero();
      assertThat(backlogSize()).isZero();
    }

    @Test
    void what_is_of_services_that_are_left_out_does_not_stand_before_the_others() {
      IntStream.range(0, 30).forEach(number -> store(of("first", "one-" + number)));
      store(of("first", "mixed-1"), of("second", "mixed-2"), of("first", "mixed-3"));
      store(of("second", "last"));
      assertThat(intake.waitingAlerts(2, Set.of(ServiceName.of("first"))))
          .extracting(waiting -> waiting.alert().name()).containsExactly("mixed-2", "last");
      assertThat(intake.waitingAlerts(10, Set.of(ServiceName.of("first"), ServiceName.of("second")))).isEmpty();
    }

    @Test
    void members_of_groups_are_forgotten_when_long_nothing_was_heard_of_them() {
      storeInGroup(false, firing("a"), firing("b"));
      clock.advance(Duration.ofDays(60));
      storeInGroup(false, firing("b"));
      takeAll();
      clock.advance(Duration.ofDays(40));
      groups.prune();
      storeInGroup(true);
      assertThat(waiting()).containsExactly("b");
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
      inbox.store(new AlertReading(Arrays.asList(items)), SENDER);
    }

    private void storeInGroup(boolean over, Item... items) {
      storeInGroup(GROUP, SENDER, over ? alert -> new Item(alert.over(clock.instant())) : null, items);
    }

    private void storeInGroup(String group, String sender, @Nullable Function<Alert, Item> unnamed, Item... items) {
      inbox.store(new AlertReading(Arrays.asList(items), List.of(), new Group(group, unnamed)), sender);
    }

    private void taken(List<Long> ids) {
      new TransactionTemplate(transactions).executeWithoutResult(status -> intake.taken(ids));
    }

    private int rows(String table) {
      return jdbc.sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
    }

    private void takeAll() {
      intake.taken(ids(intake.waitingAlerts(5000, Set.of())));
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

    private static Item of(String service, String name) {
      return item(service, name, true, "");
    }

    private static Item item(String name, boolean firing, String summary) {
      return item("客户服务", name, firing, summary);
    }

    private static Item item(String service, String name, boolean firing, String summary) {
      Instant start = SignalSlice.START;
      return new Item(
          new Alert(
              Digest.of(name.getBytes(StandardCharsets.UTF_8)),
              ServiceName.of(service),
              name,
              Severity.MAJOR,
              Category.DATA_QUALITY,
              firing,
              start,
              firing ? null : start.plusSeconds(30),
              Map.of("alertname", name),
              Map.of("summary", summary),
              "alertmanager"));
    }
  }
}
