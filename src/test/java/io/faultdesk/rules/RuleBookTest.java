package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.dao.DataAccessException;

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

    assertThat(book.reload("author").origin()).isEqualTo("packaged");
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
    assertThat(book.reload("author").lastError()).isNotNull();
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
  void five_hundred_reloads_under_load_leave_no_classes_behind_and_lose_no_judgment() throws Exception {
    write("a", 3);
    RuleBook book = book(folder);
    reload(book, 20);
    int before = loadedClasses();
    long bytesBefore = metaspace();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Integer> judging = thread.submit(() -> judgeUntil(over, book));
      reload(book, 500);
      over.set(true);
      assertThat(judging.get()).as("judgments beside the reloads").isGreaterThan(500);
    }

    // a session that somebody still held would hold its classes
    assertThat(loadedClasses() - before).as("classes of some 10 to 20 reloads at most").isLessThan(500);
    assertThat(metaspace() - bytesBefore).as("bytes of metaspace").isLessThan(16 << 20);
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }

  /** Each judgment must be of three rules of one set. */
  private static int judgeUntil(AtomicBoolean over, RuleBook book) {
    int judged = 0;
    while (!over.get()) {
      var names = Given.names(book.judge(FACTS));
      String set = names.getFirst().substring(0, names.getFirst().length() - 1);
      assertThat(names).containsExactly(set + 0, set + 1, set + 2);
      judged++;
    }
    return judged;
  }

  @Test
  void rules_that_fail_their_tests_do_not_come_in_force() throws IOException {
    write("a", 1);
    RuleBook book = Books.of(folder).open((rules, tests) -> tests.stream()
        .map(test -> new Fault(test.name(), 3, 1, "expected \"a\", but " + rules.names() + " fired")).toList());
    assertThat(book.status().lastError()).isNull();

    Files.createDirectory(folder.resolve("tests"));
    Files.writeString(folder.resolve("tests/a.yaml"), "- name: a\n");
    write("b", 1);
    book.look();

    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
    assertThat(book.status().lastError().errors()).extracting(Fault::toString)
        .containsExactly("tests/a.yaml:3:1: expected \"a\", but [b] fired");
  }

  @Test
  void an_older_version_can_be_put_in_force_again_and_stays_after_a_restart_until_the_folder_changes()
      throws IOException {
    Books books = Books.of(folder);
    write("a", 1);
    RuleBook book = books.open();
    String good = book.version();
    write("b", 1);
    book.look();
    String bad = book.version();

    assertThat(book.activate(good, "chen.jie")).isInstanceOfSatisfying(Activation.Done.class, done -> {
      assertThat(done.status().version()).isEqualTo(good);
      assertThat(done.status().activatedBy()).isEqualTo("chen.jie");
      assertThat(done.status().chosen()).isTrue();
    });
    book.look();
    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");

    RuleBook restarted = books.open();
    assertThat(restarted.version()).isEqualTo(good);
    assertThat(restarted.status().chosen()).isTrue();
    assertThat(books.versions.list()).extracting(RuleVersion::version).containsExactly(good, bad);

    write("c", 1);
    restarted.look();
    assertThat(Given.names(restarted.judge(FACTS))).containsExactly("c");
    assertThat(restarted.status().chosen()).isFalse();
    assertThat(books.open().status().chosen()).isFalse();
  }

  @Test
  void a_restart_with_broken_rules_goes_on_with_the_last_that_were_in_force() throws IOException {
    Books books = Books.of(folder);
    write("a", 1);
    books.open().ready();
    Files.writeString(folder.resolve("test.drl"), "nonsense");

    RuleBook restarted = books.open();

    assertThat(Given.names(restarted.judge(FACTS))).containsExactly("a");
    assertThat(restarted.status().lastError().errors()).isNotEmpty();
    write("b", 1);
    restarted.look();
    assertThat(Given.names(restarted.judge(FACTS))).containsExactly("b");
    assertThat(restarted.status().lastError()).isNull();
  }

  @Test
  void a_restart_without_the_folder_goes_on_with_the_last_rules_that_were_in_it() throws IOException {
    Books books = Books.of(folder);
    write("a", 1);
    books.open().ready();
    Files.delete(folder.resolve("test.drl"));

    RuleBook restarted = books.open();

    assertThat(Given.names(restarted.judge(FACTS))).containsExactly("a");
    assertThat(restarted.status().lastError().errors().getFirst().message()).isEqualTo("the folder holds no rule file");
  }

  @Test
  void a_folder_that_goes_and_comes_back_as_it_was_changes_nothing() throws IOException {
    Books books = Books.of(folder);
    write("a", 1);
    RuleBook book = books.open();
    String good = book.version();
    write("b", 1);
    book.look();
    book.activate(good, "chen.jie");
    int turns = books.versions.list().size();

    Files.writeString(folder.resolve("test.drl"), "broken");
    book.look();
    assertThat(book.status().lastError()).isNotNull();
    write("b", 1);
    book.look();

    assertThat(book.status().lastError()).isNull();
    assertThat(book.version()).isEqualTo(good);
    assertThat(book.status().chosen()).isTrue();
    assertThat(books.versions.list()).hasSize(turns);
  }

  @Test
  void what_changed_just_before_a_roll_back_does_not_undo_it() throws IOException {
    RuleBook book = Books.of(folder).open();
    write("a", 1);
    book.look();
    String good = book.version();
    write("b", 1);
    book.look();
    write("c", 1);

    book.activate(good, "chen.jie");
    book.look();

    assertThat(book.version()).isEqualTo(good);
  }

  @Test
  void where_the_database_fails_the_old_rules_stay_and_nothing_is_tried_for_a_minute() throws IOException {
    Books books = Books.of(folder);
    write("a", 1);
    List<String> tried = new ArrayList<>();
    RuleBook book = books.open((rules, tests) -> {
      tried.addAll(rules.names());
      return List.of();
    });
    book.ready();
    write("b", 1);
    books.database.execute("alter table rule_version rename to away");

    assertThatThrownBy(book::look).isInstanceOf(DataAccessException.class);
    book.look();

    assertThat(tried).containsExactly("a", "b");
    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
    assertThat(book.status().lastError().errors().getFirst().message()).contains("the database cannot keep them");
    books.database.execute("alter table away rename to rule_version");
    books.clock.advance(Duration.ofMinutes(1));
    book.look();
    assertThat(Given.names(book.judge(FACTS))).containsExactly("b");
    assertThat(book.status().lastError()).isNull();
  }

  @Test
  void packaged_rules_that_somebody_chose_stay_after_a_restart_too() throws IOException {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    Books books = Books.of(rules);
    String packaged = books.open().version();
    write(rules, "a", 1);
    RuleBook book = books.open();
    assertThat(book.version()).isNotEqualTo(packaged);

    assertThat(book.activate(packaged, "chen.jie")).isInstanceOf(Activation.Done.class);

    RuleBook restarted = books.open();
    assertThat(restarted.version()).isEqualTo(packaged);
    assertThat(restarted.status().chosen()).isTrue();
  }

  @Test
  void a_start_tries_what_was_never_in_force_with_its_tests_and_nothing_twice() throws IOException {
    Books books = Books.of(folder);
    List<String> tried = new ArrayList<>();
    RuleTrial trial = (rules, tests) -> {
      tried.addAll(rules.names());
      return List.of();
    };
    write("a", 1);
    books.open(trial).ready();
    books.open(trial).ready();
    assertThat(tried).containsExactly("a");

    Files.createDirectory(folder.resolve("tests"));
    Files.writeString(folder.resolve("tests/a.yaml"), "tests:\n");
    books.open(trial).ready();
    books.open(trial).ready();
    assertThat(tried).as("with new tests").containsExactly("a", "a");
  }

  @Test
  void so_many_versions_are_kept_and_the_one_in_force_always() throws IOException {
    Books books = Books.of(folder);
    write("a", 1);
    RuleBook book = books.open();
    String first = book.version();
    for (String name : List.of("b", "c", "d")) {
      write(name, 1);
      book.look();
    }

    assertThat(books.versions.list()).hasSize(3).extracting(RuleVersion::version)
        .startsWith(book.version()).doesNotContain(first);
    assertThat(book.activate(first, "chen.jie")).isInstanceOf(Activation.Unknown.class);
    assertThat(books.versions.files(book.version()).orElseThrow().files().getFirst().text()).contains("rule \"d\"");
  }

  @Test
  void where_it_takes_two_a_change_waits_for_two_persons_and_a_roll_back_for_one() throws IOException {
    Books books = Books.forTwo(folder);
    write("a", 1);
    RuleBook book = books.open();
    String old = book.version();
    assertThat(Given.names(book.judge(FACTS))).as("the first rules of all").containsExactly("a");

    write("b", 1);
    book.look();
    String proposed = book.status().proposed();
    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
    assertThat(proposed).isNotNull();

    assertThat(book.activate(proposed, "chen.jie")).isEqualTo(new Activation.NeedsAnother("chen.jie"));
    assertThat(book.activate(proposed, "chen.jie")).isEqualTo(new Activation.NeedsAnother("chen.jie"));
    assertThat(Given.names(books.open().judge(FACTS))).as("after a restart").containsExactly("a");
    assertThat(book.activate(proposed, "li.na")).isInstanceOf(Activation.Done.class);
    assertThat(Given.names(book.judge(FACTS))).containsExactly("b");
    assertThat(book.status().proposed()).isNull();
    assertThat(book.status().chosen()).as("it is the folder's").isFalse();

    assertThat(book.activate(old, "li.na")).isInstanceOf(Activation.Done.class);
  }

  @Test
  void where_it_takes_two_a_restart_puts_nothing_in_force_that_waits() throws IOException {
    Path rules = folder.resolve("rules");
    Books books = Books.forTwo(rules);
    String packaged = books.open().version();
    write(Files.createDirectory(rules), "a", 1);
    books.open().look();

    RuleBook restarted = books.open();

    assertThat(restarted.version()).isEqualTo(packaged);
    assertThat(restarted.status().proposed()).isNotNull();
    assertThat(books.open().version()).isEqualTo(packaged);
  }

  @Test
  void where_it_takes_two_who_reloads_is_the_first() throws IOException {
    write("a", 1);
    RuleBook book = Books.forTwo(folder).open();
    write("b", 1);

    String proposed = book.reload("chen.jie").proposed();

    assertThat(book.activate(proposed, "chen.jie")).isEqualTo(new Activation.NeedsAnother("chen.jie"));
    assertThat(book.activate(proposed, "li.na")).isInstanceOf(Activation.Done.class);
  }

  @Test
  void rules_made_to_share_the_version_of_agreed_ones_do_not_come_in_force() throws IOException {
    Books books = Books.forTwo(folder);
    write("a", 1);
    RuleBook book = books.open();
    book.ready();
    write("b", 1);
    String shared = RuleFiles.in(folder).version();
    books.database.update("update rule_version set version = ?", shared);

    book.look();

    assertThat(Given.names(book.judge(FACTS))).containsExactly("a");
    assertThat(book.status().lastError().errors()).singleElement().asString()
        .contains("other rules have the version " + shared);
    assertThat(books.versions.files(shared).orElseThrow().files().getFirst().text()).contains("rule \"a\"");
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
    return Books.of(folder).open();
  }
}
