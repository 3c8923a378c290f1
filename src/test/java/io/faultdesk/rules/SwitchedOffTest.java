package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.rules.RuleStatus.SwitchedOff;
import io.faultdesk.testing.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;

/** What is told of rules that took more than their share, and of judgments that do not come back. */
class SwitchedOffTest {

  private static final Facts MANY =
      new Facts(
          Given.service("crm-web"),
          IntStream.range(2, 1_002).<Indicator>mapToObj(value -> FakeIndicator.of("crm-web", "x", value)).toList(),
          List.of(),
          Foresight.NONE);

  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private RuleBook book;
  private RulesHealth health;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("test.drl"), "package faultdesk.performance\n"
        + Given.rule("good", "$i : Indicator( p95 > 1 )")
        + Given.rule("big", "$i : Indicator() $j : Indicator()"));
    RulesSettings settings = new RulesSettings(folder, Duration.ofSeconds(2), Duration.ofHours(1), 3, false);
    book = new RuleBook(settings, Books.of(folder).versions, (rules, tests) -> List.of(), clock, meters);
    book.ready();
    health = new RulesHealth(book);
  }

  @Test
  void a_rule_that_is_switched_off_is_named_until_the_rules_are_loaded_again() {
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);

    Verdict verdict = book.judge(MANY);

    assertThat(Given.names(verdict)).containsExactly("good");
    assertThat(verdict.unasked()).containsExactly("crm-web/big");
    SwitchedOff off = book.status().switchedOff().getFirst();
    assertThat(off).hasToString(
        "test.drl:8: rule \"big\" is switched off since 2026-01-02T03:04:05Z: it looked at more than 500000 pairs of facts");
    assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
    assertThat(health.health().getDetails()).containsEntry("switchedOff", List.of(off.toString()));
    assertThat(meters.get("faultdesk.rules.switched.off").gauge().value()).isEqualTo(1);
    assertThat(meters.get("faultdesk.rules.failures").tag("rule", "big").counter().count()).isEqualTo(1);

    book.reload("li.na");

    assertThat(book.status().switchedOff()).isEmpty();
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void a_judgment_that_does_not_come_back_is_told_and_holds_nobody_up() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Facts endless = new Facts(Given.service("crm-db"), blocked(end), List.of(), Foresight.NONE);
    Thread thread = Thread.ofPlatform().daemon().start(() -> book.judge(endless));
    await().until(() -> thread.getState() == Thread.State.WAITING);
    assertThat(book.stuck()).isZero();

    clock.advance(Judging.TOO_LONG.plusSeconds(1));

    book.judging().tell();
    assertThat(book.stuck()).isEqualTo(1);
    assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
    assertThat(health.health().getDetails().get("stuck").toString())
        .contains("crm-db", "2026-01-02T03:04:05Z");
    assertThat(Given.names(book.judge(Given.facts(FakeIndicator.of("crm-web", "x", 5))))).contains("good");
    book.reload("li.na");
    assertThat(Given.names(book.judge(Given.facts(FakeIndicator.of("crm-web", "x", 5))))).contains("good");

    end.countDown();
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    assertThat(book.stuck()).isZero();
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  /** Indicators that cannot be had before that. */
  private static List<Indicator> blocked(CountDownLatch end) {
    return new AbstractList<>() {

      @Override
      public Indicator get(int index) {
        try {
          end.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return FakeIndicator.of("crm-db", "x", 5);
      }

      @Override
      public int size() {
        return 1;
      }
    };
  }
}
