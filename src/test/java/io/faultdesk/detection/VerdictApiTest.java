package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.detection.DryRun.StatedAlert;
import io.faultdesk.rules.BrokenRules;
import io.faultdesk.rules.Explanation;
import io.faultdesk.rules.RuleBook;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.rules.Turns;
import io.faultdesk.rules.Turns.Turn;
import io.faultdesk.testing.HandClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;

/** What rule authors and readers ask of a running server. */
class VerdictApiTest {

  private static final String COSTLY =
      """
      package faultdesk.security
      rule "Three alerts at once"
      when
        $a : Alert()
        Alert()
        Alert()
      then
        findings.raise("three", $a, MAJOR);
      end
      """;

  private final RuleBook rules = mock();
  private final Turns turns = new Turns();
  private final Watch watch = mock();
  /** Who was answered, in this order. */
  private final List<String> served = Collections.synchronizedList(new ArrayList<>());
  private VerdictApi api;

  @BeforeEach
  void start() throws Exception {
    when(rules.files()).thenAnswer(author -> {
      served.add("author");
      return new RuleFiles("rules", List.of(new RuleFile("costly.drl", COSTLY)), List.of());
    });
    when(rules.explain(any(), any())).thenAnswer(reader -> {
      served.add("reader");
      return Optional.of(new Explanation("a", "a.drl", 1, "v1", true, List.of(), List.of()));
    });
    when(watch.state(any())).thenReturn(ServiceState.EMPTY);
    api = new VerdictApi(
        rules, turns, watch, Catalog.of(Path.of("faultdesk.yaml")),
        new HandClock(Instant.parse("2026-03-02T03:00:00Z")));
  }

  @Test
  void made_up_facts_are_never_put_to_the_rules_that_judge_the_platform() throws Exception {
    assertThat(api.dryRun(dryRun(3)).fired()).containsOnly("Three alerts at once");
    assertThatThrownBy(() -> api.dryRun(dryRun(1000))).isInstanceOfSatisfying(
        BrokenRules.class, broken -> assertThat(broken.faults()).singleElement().asString().contains("pairs of facts"));

    verify(rules, never()).judge(any());
  }

  @Test
  void however_many_ask_why_an_author_waits_for_one_of_them_at_most() throws Exception {
    List<Thread> callers = new ArrayList<>();
    Turn turn = turns.take();
    for (int i = 0; i < 5; i++) {
      callers.add(call(() -> api.explain("a", "crm-web")));
    }
    callers.add(call(() -> api.dryRun(dryRun(3))));

    turn.close();

    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(served).contains("author");
    assertThat(served.indexOf("author")).isLessThanOrEqualTo(1);
  }

  private static Thread call(Asking asking) {
    Thread caller = Thread.ofPlatform().start(() -> {
      try {
        asking.ask();
      } catch (ErrorResponseException refused) {
        // a reader may wait in vain
      } catch (BrokenRules broken) {
        throw new AssertionError(broken);
      }
    });
    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    return caller;
  }

  private static DryRun dryRun(int alerts) {
    return new DryRun(null, "crm-web", null,
        IntStream.range(0, alerts).mapToObj(i -> new StatedAlert("a" + i, null, null, null, null, null)).toList(),
        null, null);
  }

  private interface Asking {

    void ask() throws BrokenRules;
  }
}
