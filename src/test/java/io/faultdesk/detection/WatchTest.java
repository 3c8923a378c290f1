package io.faultdesk.detection;

import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.prediction.FaultForecast;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.rules.RuleBook;
import io.faultdesk.rules.Trace;
import io.faultdesk.rules.Verdict;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.AlertsReceived;
import io.faultdesk.signal.InboxAlert;
import io.faultdesk.signal.SignalIntake;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;

class WatchTest {

  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");

  private static final DetectionSettings SETTINGS =
      new DetectionSettings(2, Duration.ofSeconds(1), Duration.ofSeconds(10), 50, Duration.ofDays(1));

  private final SignalIntake intake = mock();
  private final Recorder recorder = mock();
  private final List<InboxAlert> inbox = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> recorded = Collections.synchronizedList(new ArrayList<>());
  private volatile Verdict verdict = new Verdict(List.of(), Set.of(), List.of());
  private Runnable whileReading = () -> {};
  private final RuleBook rules = mock();
  private final Clock clock = mock();
  private volatile Duration ahead = Duration.ZERO;
  private Watch watch;

  @BeforeEach
  void start() {
    Catalog catalog = mock();
    when(catalog.service(any())).thenAnswer(
        call -> new ServiceInfo(call.getArgument(0), null, Level.MEDIUM, Set.of(), ServiceInfo.COMMON_FAMILY, false));
    IndicatorBoard board = mock();
    when(clock.instant()).thenAnswer(call -> Instant.now().plus(ahead));
    when(rules.judge(any())).thenAnswer(call -> verdict);
    when(intake.waitingAlerts(anyInt(), any())).thenAnswer(call -> {
      Collection<ServiceName> except = call.getArgument(1);
      List<InboxAlert> waiting =
          inbox.stream().filter(alert -> !except.contains(alert.alert().service())).toList();
      whileReading.run();
      return waiting;
    });
    doAnswer(this::recorded).when(recorder).record(any(), any());
    watch = new Watch(catalog, intake, board, rules, foreseeingNothing(), mock(IncidentDesk.class), recorder,
        mock(DetectionMemory.class),
        SETTINGS, clock, new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() {
    watch.stop();
  }

  @Test
  void alerts_that_waited_before_the_start_are_taken() {
    inbox.add(alert(1, "orders"));
    watch.start();
    expectRecorded(1L);
  }

  @Test
  void an_alert_that_comes_while_the_inbox_is_read_is_taken_too() {
    watch.start();
    whileReading = () -> {
      whileReading = () -> {};
      inbox.add(alert(2, "orders"));
      watch.on(new AlertsReceived(1));
    };
    watch.on(new AlertsReceived(1));
    expectRecorded(2L);
  }

  @Test
  void an_inbox_that_cannot_be_read_is_read_again() {
    inbox.add(alert(1, "orders"));
    whileReading = () -> {
      whileReading = () -> {};
      throw new IllegalStateException("the database is away");
    };
    watch.start();
    expectRecorded(1L);
  }

  @Test
  void a_service_in_trouble_does_not_hold_up_the_others() {
    doThrow(new StackOverflowError()).when(recorder).record(argThat(together -> contains(together, "bad")), any());
    inbox.add(alert(1, "bad"));
    inbox.add(alert(2, "good"));
    watch.start();
    expectRecorded(2L);
    inbox.add(alert(3, "good"));
    watch.on(new AlertsReceived(1));
    expectRecorded(2L, 3L);
  }

  @Test
  void judgments_that_do_not_come_back_hold_up_no_other_service() {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger stuck = new AtomicInteger();
    when(rules.judge(argThat(facts -> facts != null && facts.service().name().value().startsWith("stuck"))))
        .thenAnswer(call -> {
          stuck.incrementAndGet();
          end.await();
          return verdict;
        });
    inbox.add(alert(1, "stuck-one"));
    inbox.add(alert(2, "stuck-two"));
    watch.start();
    await().until(() -> stuck.get() == SETTINGS.threads());

    when(rules.stuck()).thenReturn(SETTINGS.threads());
    ahead = Duration.ofMinutes(2);
    inbox.add(alert(3, "good"));
    watch.on(new AlertsReceived(1));

    expectRecorded(3L);
    end.countDown();
    await().untilAsserted(() -> Assertions.assertThat(List.copyOf(recorded)).containsExactlyInAnyOrder(1L, 2L, 3L));
  }

  @Test
  void services_are_bundled_so_that_every_worker_has_something_to_do_and_no_transaction_has_too_many_alerts() {
    ServiceName a = ServiceName.of("a");
    ServiceName b = ServiceName.of("b");
    ServiceName c = ServiceName.of("c");
    ServiceName d = ServiceName.of("d");
    Map<ServiceName, List<InboxAlert>> few = new LinkedHashMap<>();
    List.of(a, b, c, d).forEach(service -> few.put(service, List.of(alert(1, "a"))));
    Assertions.assertThat(Watch.bundles(few, SETTINGS)).containsExactly(List.of(a, b), List.of(c, d));
    few.put(b, Collections.nCopies(SETTINGS.batch(), alert(1, "b")));
    Assertions.assertThat(Watch.bundles(few, SETTINGS)).containsExactly(List.of(a), List.of(b), List.of(c, d));
    Assertions.assertThat(Watch.bundles(Map.of(), SETTINGS)).isEmpty();
  }

  @Test
  void what_cannot_be_recorded_together_is_recorded_one_by_one() {
    doThrow(new StackOverflowError()).when(recorder).record(argThat(together -> contains(together, "bad")), any());
    List<String> services = List.of("bad", "b", "c", "d");
    for (int i = 0; i < services.size(); i++) {
      inbox.add(alert(i, services.get(i)));
    }
    watch.start();
    await().atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> Assertions.assertThat(recorded).containsExactlyInAnyOrder(1L, 2L, 3L));
  }

  @Test
  void a_step_that_failed_is_taken_again_until_it_is_recorded() {
    doThrow(new IllegalStateException("once")).doAnswer(this::recorded).when(recorder).record(any(), any());
    inbox.add(alert(1, "orders"));
    watch.start();
    expectRecorded(1L);
  }

  @Test
  void the_alerts_whose_claims_stand_can_be_looked_at() {
    inbox.add(alert(1, "orders"));
    inbox.add(alert(2, "logins"));
    watch.start();
    await().atMost(Duration.ofSeconds(15)).untilAsserted(
        () -> Assertions.assertThat(watch.openAlerts()).extracting(Alert::identity)
            .containsExactlyInAnyOrder("identity1", "identity2"));
  }

  @Test
  void where_only_alerts_changed_the_holds_are_not_written_again() {
    inbox.add(alert(1, "orders"));
    watch.start();
    expectRecorded(1L);
    verify(recorder).record(argThat(together -> !together.getFirst().holdsChanged()), any());
  }

  @Test
  void a_condition_that_begins_to_hold_is_written() {
    verdict =
        new Verdict(
            List.of(new Raised("orders/slow", "slow", FindingSource.RULE, Severity.MAJOR, Category.OTHER, Duration.ZERO,
                Duration.ZERO, false, "slow", Map.of(), new Trace("Slow", "test.drl", 1, "v1", List.of()))),
            Set.of(),
            List.of());
    inbox.add(alert(1, "orders"));
    watch.start();
    expectRecorded(1L);
    verify(recorder, atLeastOnce()).record(argThat(together -> together.getFirst().holdsChanged()), any());
  }

  private @Nullable Object recorded(InvocationOnMock call) {
    List<Recording> together = call.getArgument(0);
    together.forEach(recording -> {
      recording.alerts().forEach(alert -> recorded.add(alert.id()));
      inbox.removeAll(recording.alerts());
    });
    return null;
  }

  private static boolean contains(@Nullable List<Recording> together, String service) {
    return together != null && together.stream().anyMatch(each -> each.service().equals(ServiceName.of(service)));
  }

  private void expectRecorded(Long... ids) {
    await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> Assertions.assertThat(List.copyOf(recorded)).containsExactly(ids));
  }

  private static InboxAlert alert(long id, String service) {
    return new InboxAlert(id,
        new Alert("identity" + id, ServiceName.of(service), "Down", Severity.MAJOR, Category.OTHER,
            true, START, null, Map.of(), Map.of(), "test"),
        null);
  }

  private static FaultForecast foreseeingNothing() {
    FaultForecast forecasts = mock(FaultForecast.class);
    when(forecasts.of(any())).thenReturn(Foresight.NONE);
    return forecasts;
  }
}
