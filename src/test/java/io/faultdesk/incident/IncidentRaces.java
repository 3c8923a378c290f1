package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** What must hold when several act at once, on every database. */
abstract class IncidentRaces {

  private static final String EMOJI = "订单很慢 🐢";

  @Autowired private IncidentDesk desk;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;

  @RepeatedTest(10)
  void two_that_race_for_one_key_make_one_incident(RepetitionInfo round) throws Exception {
    String key = "race-" + round.getCurrentRepetition();
    List<String> numbers = together(2, i -> () -> raised(key));
    assertThat(numbers).containsOnly(numbers.getFirst());
    assertThat(openFindings(key)).isEqualTo(1);
    assertThat(desk.find(numbers.getFirst()).orElseThrow().occurrences()).isEqualTo(1);
  }

  @RepeatedTest(3)
  void reports_that_race_for_one_key_join_in_one_incident(RepetitionInfo round) throws Exception {
    String key = "reports-" + round.getCurrentRepetition();
    List<Reported> reported = together(3, i -> () -> desk.report(report(EMOJI, key), "li.na", null));
    assertThat(reported).extracting(r -> r.incident().number()).containsOnly(reported.getFirst().incident().number());
    assertThat(reported).filteredOn(Reported::opened).hasSize(1);
    assertThat(desk.find(reported.getFirst().incident().number()).orElseThrow().occurrences()).isEqualTo(3);
  }

  @RepeatedTest(3)
  void a_report_sent_twice_at_once_is_one(RepetitionInfo round) throws Exception {
    String key = "sent-" + round.getCurrentRepetition();
    List<Reported> reported = together(2, i -> () -> desk.report(report(key, null), "li.na", key));
    assertThat(reported).extracting(r -> r.incident().number()).containsOnly(reported.getFirst().incident().number());
    assertThat(jdbc.sql("select count(*) from incident where title = ?").param(key).query(Long.class).single())
        .isEqualTo(1);
  }

  @RepeatedTest(5)
  void faults_that_race_take_over_a_forecast_once(RepetitionInfo round) throws Exception {
    String service = "foreseen-" + round.getCurrentRepetition();
    String forecast = retried(() -> raise(forecast(service)));
    List<String> faults = together(4, i -> () -> retried(() -> raise(rule(service, "fault-" + i))));
    assertThat(desk.find(forecast).orElseThrow().closure().text()).isIn(
        faults.stream().map(fault -> "duplicate of " + fault).toList());
    assertThat(faults.stream().filter(fault -> kinds(fault).contains("foreseen"))).hasSize(1);
  }

  @RepeatedTest(5)
  void forecast_and_fault_of_one_moment_end_in_one_incident(RepetitionInfo round) throws Exception {
    String service = "at-once-" + round.getCurrentRepetition();
    List<String> numbers =
        together(2, i -> () -> retried(() -> raise(i == 0 ? forecast(service) : rule(service, "fault"))));
    desk.cleared(List.of(forecast(service).key()), Instant.EPOCH);
    IncidentView forecast = desk.find(numbers.getFirst()).orElseThrow();
    assertThat(desk.find(numbers.getLast()).orElseThrow().state()).isEqualTo(IncidentView.State.OPEN);
    assertThat(forecast.number().equals(numbers.getLast())
        || forecast.closure().text().equals("duplicate of " + numbers.getLast())).isTrue();
  }

  @RepeatedTest(5)
  void a_fault_that_comes_as_the_time_of_its_forecast_passes_is_opened_in_any_case(RepetitionInfo round)
      throws Exception {
    String service = "in-time-" + round.getCurrentRepetition();
    String forecast = retried(() -> raise(forecast(service)));
    List<String> done = together(2, i -> () -> retried(() -> {
      if (i == 0) {
        return raise(rule(service, "fault"));
      }
      desk.cleared(List.of(forecast(service).key()), Instant.EPOCH);
      return forecast;
    }));
    assertThat(desk.find(done.getFirst()).orElseThrow().state()).isEqualTo(IncidentView.State.OPEN);
    assertThat(desk.find(forecast).orElseThrow().state()).isEqualTo(IncidentView.State.CLOSED);
    assertThat(desk.openFindings()).extracting(IncidentDesk.OpenFinding::service).containsOnlyOnce(service);
  }

  @Test
  void nothing_is_lost_when_many_write_to_one_incident() throws Exception {
    String number = raised("many");
    together(4, i -> () -> {
      IntStream.range(0, 25).forEach(n -> desk.note(number, "comment", "user" + i, EMOJI));
      desk.repeated(List.of(new IncidentDesk.Repeated(finding("many"), 1)), Instant.EPOCH);
      return number;
    });
    assertThat(desk.timeline(number, null, 200).items()).hasSize(101);
    assertThat(desk.find(number).orElseThrow().occurrences()).isEqualTo(5);
  }

  @Test
  void two_nodes_never_hand_out_one_number_twice() throws Exception {
    var nodes = List.of(new IncidentNumbers(jdbc, transactions), new IncidentNumbers(jdbc, transactions));
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    List<Integer> taken =
        together(4, i -> () -> (int) IntStream.range(0, 500).filter(n -> seen.add(nodes.get(i % 2).take())).count());
    assertThat(taken).containsOnly(500);
  }

  @Test
  void who_takes_a_number_waits_for_no_second_connection() throws Exception {
    Gate gate = new Gate(transactions);
    IncidentNumbers numbers = new IncidentNumbers(jdbc, gate);
    numbers.afterSingletonsInstantiated();
    assertThat(gate.begun.get()).as("before anybody asks").isEqualTo(1);
    gate.closed = new CountDownLatch(1);
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    IntStream.range(0, IncidentNumbers.BLOCK).forEach(n -> seen.add(numbers.take()));
    assertThat(seen).as("while the next block is waited for").hasSize(IncidentNumbers.BLOCK);
    gate.closed.countDown();
    assertThat(seen.add(numbers.take())).isTrue();
    assertThat(gate.begun.get()).isEqualTo(2);
  }

  @Test
  void a_stop_gives_back_the_numbers_that_nobody_took() {
    // the application's own numbers may be reserved ahead meanwhile, once, and then nothing is given back
    IncidentNumbers next = await().until(this::numbersAfterAStop, Objects::nonNull);

    IncidentNumbers other = new IncidentNumbers(jdbc, transactions);
    long others = other.take();
    next.destroy();
    assertThat(new IncidentNumbers(jdbc, transactions).take()).as("those are taken").isGreaterThan(others);
  }

  /** What goes on with the number behind the last that was taken before a stop; null where it does not. */
  private @Nullable IncidentNumbers numbersAfterAStop() {
    IncidentNumbers numbers = new IncidentNumbers(jdbc, transactions);
    numbers.afterSingletonsInstantiated();
    long last = numbers.take();
    numbers.destroy();
    IncidentNumbers next = new IncidentNumbers(jdbc, transactions);
    return next.take() == last + 1 ? next : null;
  }

  @Test
  void every_text_keeps_its_characters() {
    String number = raised("text");
    desk.note(number, "diagnosed", "李娜", EMOJI);
    desk.located(number, "crm-db", EMOJI, "李娜");
    desk.reviewed(number, EMOJI, EMOJI, false, "李娜");
    desk.close(number, ClosureReason.RECOVERED, "李娜", EMOJI);
    IncidentView incident = desk.find(number).orElseThrow();
    assertThat(incident.title()).isEqualTo(EMOJI);
    assertThat(incident.findings().getFirst().evidence()).containsEntry("说明", "🐢".repeat(20_000));
    assertThat(incident.suspects().getFirst().why()).isEqualTo(EMOJI);
    assertThat(incident.closure().text()).isEqualTo(EMOJI);
    assertThat(incident.review().lesson()).isEqualTo(EMOJI);
    assertThat(incident.review().ruleUseful()).isFalse();
    assertThat(desk.timeline(number, null, 10).items().get(1).text()).isEqualTo(EMOJI);
  }

  @Test
  void keys_are_compared_to_the_letter_on_every_database() {
    assertThat(raised("Café")).isNotEqualTo(raised("cafe"));
  }

  private String raised(String key) {
    return retried(() -> raise(finding(key)));
  }

  private String raise(NewFinding finding) {
    return transaction.execute(status -> desk.raise(finding)).orElseThrow();
  }

  private List<String> kinds(String number) {
    return desk.timeline(number, null, 200).items().stream().map(TimelineEntry::kind).toList();
  }

  /** As detection does it: who loses tries again. */
  private static String retried(Supplier<String> work) {
    for (int attempt = 1;; attempt++) {
      try {
        return work.get();
      } catch (DataIntegrityViolationException | ConcurrencyFailureException lost) {
        assertThat(attempt).isLessThan(3);
      }
    }
  }

  private long openFindings(String key) {
    return jdbc.sql("select count(*) from incident_finding where finding_key = ?").param(key).query(Long.class)
        .single();
  }

  private static NewFinding finding(String key) {
    return new NewFinding(
        key,
        FindingSource.RULE,
        "slow-orders",
        ServiceName.of("crm-order"),
        Severity.MAJOR,
        Category.PERFORMANCE,
        EMOJI,
        Map.of("说明", "🐢".repeat(20_000)),
        Instant.parse("2026-03-04T10:00:00.123Z"));
  }

  private static NewFinding forecast(String service) {
    return new NewFinding(service + "/forecast", FindingSource.FORECAST, "fault", ServiceName.of(service),
        Severity.WARNING, Category.AVAILABILITY, EMOJI, Map.of(), Instant.EPOCH);
  }

  private static NewFinding rule(String service, String name) {
    return new NewFinding(service + "/" + name, FindingSource.RULE, name, ServiceName.of(service), Severity.MAJOR,
        Category.AVAILABILITY, EMOJI, Map.of(), Instant.EPOCH);
  }

  private static NewReport report(String title, String dedupKey) {
    return new NewReport(title, null, null, EMOJI, null, null, dedupKey, List.of(), null, Map.of());
  }

  private static <T> List<T> together(int many, IntFunction<Callable<T>> work) throws Exception {
    var start = new CyclicBarrier(many);
    try (var threads = Executors.newFixedThreadPool(many)) {
      List<Future<T>> results =
          IntStream.range(0, many)
              .mapToObj(i -> threads.submit(() -> {
                start.await();
                return work.apply(i).call();
              }))
              .toList();
      return results.stream().map(IncidentRaces::result).toList();
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Transactions that can be held up, and are counted. */
  private static final class Gate implements PlatformTransactionManager {

    private final PlatformTransactionManager transactions;
    private final AtomicInteger begun = new AtomicInteger();
    private volatile CountDownLatch closed = new CountDownLatch(0);

    Gate(PlatformTransactionManager transactions) {
      this.transactions = transactions;
    }

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      begun.incrementAndGet();
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return transactions.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      transactions.commit(status);
    }

    @Override
    public void rollback(TransactionStatus status) {
      transactions.rollback(status);
    }
  }
}
