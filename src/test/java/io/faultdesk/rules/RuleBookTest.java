package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;

/** How rules come into force and stay there. */
class RuleBookTest {

  private static final Facts FACTS = Given.facts(FakeIndicator.of("crm-web", "x", 5));

  @TempDir private Path folder;

  @Test
  void without_a_folder_the_packaged_rules_are_in_force() {
    RuleBook book = book(folder.resolve("absent"));

    assertThat(book.status().origin()).isEqualTo("packaged");
    assertThat(book.status().rules()).isGreaterThanOrEqualTo(20);
    assertThat(book.version()).matches("[0-9a-f]{16}");
  }

  @Test
  void a_changed_file_is_in_force_after_the_next_look() throws IOException {
    write("a", 1);
    RuleBook book = book(folder);
    String version = book.version();
    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");

    write("b", 1);
    book.look();

    assertThat(Given.names(book.judge(FACTS))).containsExactly("b");
    assertThat(book.version()).isNotEqualTo(version);
  }

  @Test
  void a_broken_file_keeps_the_old_rules_and_says_where_it_is_broken() throws IOException {
    write("a", 1);
    RuleBook book = book(folder);
    RulesHealth health = new RulesHealth(book);
    String version = book.version();
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);

    Files.writeString(folder.resolve("test.drl"),
        "package faultdesk.performance\nrule \"a\"\nwhen\n  $i : Indicator( nam > 1 )\nthen\nend\n");
    book.look();

    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
    assertThat(book.version()).isEqualTo(version);
    assertThat(book.status().lastError()).isNotNull();
    assertThat(book.status().lastError().errors().getFirst().toString())
        .startsWith("test.drl:4:19: Indicator has no field \"nam\"");
    assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");

    write("c", 1);
    book.look();

    assertThat(Given.names(book.judge(FACTS))).containsExactly("c");
    assertThat(book.status().lastError()).isNull();
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void the_first_start_with_broken_rules_takes_the_packaged_ones() throws IOException {
    Files.writeString(folder.resolve("test.drl"), "nonsense");

    RuleBook book = book(folder);

    assertThat(book.status().origin()).isEqualTo("packaged");
    assertThat(book.status().rules()).isPositive();
    assertThat(book.status().lastError()).isNotNull();

    write("a", 1);
    book.look();
    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
  }

  @Test
  void an_empty_folder_at_the_start_means_the_packaged_rules_and_no_fault() throws IOException {
    RuleBook book = book(folder);
    book.look();

    assertThat(book.reload().origin()).isEqualTo("packaged");
    assertThat(book.status().rules()).isPositive();
    assertThat(book.status().lastError()).isNull();

    write("a", 1);
    book.look();
    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
  }

  @Test
  void a_folder_that_is_moved_away_keeps_its_rules_in_force_until_it_is_back() throws IOException {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    write(rules, "a", 1);
    RuleBook book = book(rules);
    RulesHealth health = new RulesHealth(book);

    Path old = Files.move(rules, folder.resolve("old"));
    book.look();

    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
    assertThat(book.status().lastError().errors()).singleElement().asString().endsWith("rules:1:1: the folder is gone");
    assertThat(book.reload().lastError()).isNotNull();
    assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");

    Files.move(old, rules);
    book.look();

    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
    assertThat(book.status().lastError()).isNull();
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void a_folder_that_is_emptied_keeps_its_rules_in_force() throws IOException {
    write("a", 1);
    RuleBook book = book(folder);

    Files.delete(folder.resolve("test.drl"));
    book.look();

    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
    assertThat(book.status().lastError().errors()).singleElement().asString()
        .endsWith("the folder holds no rule file");
  }

  @Test
  void who_judges_during_a_swap_sees_one_rule_set_and_never_a_mixture() throws Exception {
    write("a", 3);
    RuleBook book = book(folder);
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Integer> judging =
          thread.submit(
              () -> {
                int judged = 0;
                while (!over.get()) {
                  var names = Given.names(book.judge(FACTS));
                  assertThat(names).hasSize(3).allMatch(name -> name.charAt(0) == names.getFirst().charAt(0));
                  judged++;
                }
                return judged;
              });
      for (int i = 0; i < 20; i++) {
        write(i % 2 == 0 ? "b" : "a", 3);
        book.look();
      }
      over.set(true);
      assertThat(judging.get()).isPositive();
    }
  }

  @Test
  void two_hundred_reloads_leave_no_classes_behind() throws IOException {
    write("a", 3);
    RuleBook book = book(folder);
    reload(book, 20);
    int before = loadedClasses();

    reload(book, 200);

    assertThat(loadedClasses() - before).as("classes of some 10 to 20 reloads at most").isLessThan(500);
  }

  private void reload(RuleBook book, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      write("r" + i, 3);
      book.look();
      assertThat(Given.names(book.judge(FACTS))).hasSize(3);
    }
  }

  /** Classes are unloaded some time after nobody can reach them, so the collector is asked until the number stands. */
  private static int loadedClasses() {
    int last = Integer.MAX_VALUE;
    while (true) {
      System.gc();
      int now = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
      if (now >= last) {
        return last;
      }
      last = now;
    }
  }

  private void write(String name, int rules) throws IOException {
    write(folder, name, rules);
  }

  private static void write(Path folder, String name, int rules) throws IOException {
    StringBuilder drl = new StringBuilder("package faultdesk.performance\n");
    for (int i = 0; i < rules; i++) {
      drl.append(Given.rule(rules == 1 ? name : name + i, "$i : Indicator( p95 > " + i + " )"));
    }
    Files.writeString(folder.resolve("test.drl"), drl);
  }

  private static RuleBook book(Path folder) {
    Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    return new RuleBook(new RulesSettings(folder, Duration.ofSeconds(2)), clock, new SimpleMeterRegistry());
  }
}
