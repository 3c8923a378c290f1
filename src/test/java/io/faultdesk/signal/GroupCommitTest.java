package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class GroupCommitTest {

  private final CountDownLatch firstWrites = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final List<String> open = new ArrayList<>();
  private final List<List<String>> committed = Collections.synchronizedList(new ArrayList<>());
  private final List<List<String>> rolledBack = Collections.synchronizedList(new ArrayList<>());
  private final GroupCommit<String> commits =
      new GroupCommit<>(new TransactionTemplate(new Transactions()), GroupCommit.each(this::insert));
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    commits.close();
    requests.close();
  }

  @Test
  void whoever_comes_while_a_commit_is_under_way_shares_the_next() throws Exception {
    Future<Integer> first = storesFirst();
    Future<Integer> second = arrives("second");
    Future<Integer> third = arrives("third");

    goOn.countDown();

    assertThat(List.of(first.get(), second.get(), third.get())).containsExactly(5, 6, 5);
    assertThat(committed).containsExactly(List.of("first"), List.of("second", "third"));
  }

  @Test
  void what_cannot_be_stored_takes_nothing_else_with_it() throws Exception {
    storesFirst();
    Future<Integer> good = arrives("good");
    Future<Integer> bad = arrives("too long");
    Future<Integer> other = arrives("other");

    goOn.countDown();

    assertThat(good.get()).isEqualTo(4);
    assertThat(other.get()).isEqualTo(5);
    assertThatThrownBy(bad::get).hasCauseInstanceOf(DataIntegrityViolationException.class);
    assertThat(committed).containsExactly(List.of("first"), List.of("good"), List.of("other"));
  }

  @Test
  void a_database_that_is_away_is_asked_once_for_all() throws Exception {
    storesFirst();
    Future<Integer> one = arrives("one");
    Future<Integer> other = arrives("away");

    goOn.countDown();

    assertThatThrownBy(one::get).hasCauseInstanceOf(DataAccessResourceFailureException.class);
    assertThatThrownBy(other::get).hasCauseInstanceOf(DataAccessResourceFailureException.class);
    assertThat(rolledBack).containsExactly(List.of("one"));
  }

  /** The first of all, whose transaction stays open until {@link #goOn}. */
  private Future<Integer> storesFirst() throws InterruptedException {
    Future<Integer> first = requests.submit(() -> commits.store("first"));
    assertThat(firstWrites.await(10, TimeUnit.SECONDS)).isTrue();
    return first;
  }

  private Future<Integer> arrives(String what) throws InterruptedException {
    int before = commits.waiting();
    Future<Integer> request = requests.submit(() -> commits.store(what));
    while (commits.waiting() == before) {
      Thread.onSpinWait();
    }
    return request;
  }

  private int insert(String what) {
    switch (what) {
      case "first" -> holdUp();
      case "too long" -> throw new DataIntegrityViolationException(what);
      case "away" -> throw new DataAccessResourceFailureException(what);
      default -> {}
    }
    open.add(what);
    return what.length();
  }

  private void holdUp() {
    firstWrites.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Notes what came within one transaction. */
  private final class Transactions extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1L;

    @Override
    protected Object doGetTransaction() {
      return open;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
      open.clear();
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
      committed.add(List.copyOf(open));
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
      rolledBack.add(List.copyOf(open));
    }
  }
}
