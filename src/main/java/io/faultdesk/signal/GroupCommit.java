package io.faultdesk.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores what several requests bring at the same time with one commit, which waits for the disk as long as hundreds of rows
 * take: whoever comes while one commit is under way shares the next (DeWitt et al., Implementation Techniques for Main Memory
 * Database Systems, 1984).
 *
 * @param <T> what one request brings
 */
final class GroupCommit<T> implements AutoCloseable {

  private static final int MAX_TOGETHER = 16;

  private final TransactionTemplate transaction;
  private final Function<List<T>, List<Integer>> insert;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("group-commit").daemon().factory());

  /** Never longer than there are request threads, because each waits for its own. */
  private final ConcurrentLinkedQueue<Waiting<T>> queue = new ConcurrentLinkedQueue<>();

  /** @param insert writes what each request brought, within one transaction, and tells how much that was of each */
  GroupCommit(TransactionTemplate transaction, Function<List<T>, List<Integer>> insert) {
    this.transaction = transaction;
    this.insert = insert;
  }

  /** Writes one after the other what each request brought. */
  static <T> Function<List<T>, List<Integer>> each(ToIntFunction<T> insert) {
    return together -> together.stream().map(insert::applyAsInt).toList();
  }

  /**
   * Returns when it is on disk, in the order of the calls.
   *
   * @return how much it was
   * @throws RuntimeException what the database threw; then nothing of it is stored
   */
  int store(T brought) {
    Waiting<T> waiting = new Waiting<>(brought, new CompletableFuture<>());
    queue.add(waiting);
    writer.execute(this::commitWaiting);
    try {
      return waiting.stored().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  /** How many wait for the next commit. */
  int waiting() {
    return queue.size();
  }

  private void commitWaiting() {
    List<Waiting<T>> together = new ArrayList<>();
    for (Waiting<T> next = queue.poll(); next != null; next = together.size() < MAX_TOGETHER ? queue.poll() : null) {
      together.add(next);
    }
    // empty where an earlier commit took it along
    if (!together.isEmpty()) {
      commit(together);
    }
  }

  private void commit(List<Waiting<T>> together) {
    try {
      List<T> brought = together.stream().map(Waiting::brought).toList();
      List<Integer> stored = Objects.requireNonNull(transaction.execute(status -> insert.apply(brought)));
      for (int i = 0; i < together.size(); i++) {
        together.get(i).stored().complete(stored.get(i));
      }
    } catch (RuntimeException | Error failed) {
      if (together.size() > 1 && isAboutTheData(failed)) {
        together.forEach(waiting -> commit(List.of(waiting)));
      } else {
        together.forEach(waiting -> waiting.stored().completeExceptionally(failed));
      }
    }
  }

  /** Then one of them is to blame and the others are not; a database that cannot be reached would be so for each. */
  private static boolean isAboutTheData(Throwable failed) {
    return failed instanceof NonTransientDataAccessException
        && !(failed instanceof NonTransientDataAccessResourceException);
  }

  @Override
  public void close() {
    writer.close();
  }

  private record Waiting<T>(T brought, CompletableFuture<Integer> stored) {}
}
