package io.faultdesk.incident;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hands out the numbers of new incidents from blocks that each node reserves for itself; a stop gives back what is left, a
 * crash leaves a gap. The first block is there before anybody asks and the next long before it is needed: whoever takes a
 * number holds a connection, and reserving needs another one, for which those who have none yet wait too.
 */
@Component
class IncidentNumbers implements SmartInitializingSingleton, DisposableBean {

  static final int BLOCK = 500;

  /** More than can take a number at the same moment, which are the threads of the web server and the workers. */
  static final int LOW = 300;

  private final JdbcClient jdbc;
  private final TransactionTemplate ownTransaction;
  private long next;
  private long end;
  private @Nullable CompletableFuture<Long> ahead;

  IncidentNumbers(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  public void afterSingletonsInstantiated() {
    begin(reserve());
  }

  /** Gives back what is left, unless another node has reserved since. */
  @Override
  public synchronized void destroy() {
    long first = next;
    long last = ahead != null && ahead.isDone() && !ahead.isCompletedExceptionally() ? ahead.join() + BLOCK : end;
    next = end;
    ahead = null;
    if (first < last && (last == end || last == end + BLOCK)) {
      ownTransaction.executeWithoutResult(
          status -> jdbc
              .sql("update number_block set next_value = ? where name = 'incident' and next_value = ?")
              .params(first, last)
              .update());
    }
  }

  long take() {
    while (true) {
      CompletableFuture<Long> block;
      synchronized (this) {
        if (end - next > LOW) {
          return next++;
        }
        block = ahead();
        if (next < end) {
          return next++;
        }
      }
      // outside, so that nobody waits for who waits
      long start = joined(block);
      synchronized (this) {
        if (block.equals(ahead)) {
          ahead = null;
          begin(start);
        }
      }
    }
  }

  private synchronized CompletableFuture<Long> ahead() {
    CompletableFuture<Long> block = ahead;
    if (block == null || block.isCompletedExceptionally()) {
      block =
          CompletableFuture.supplyAsync(this::reserve, task -> Thread.ofVirtual().name("incident-numbers").start(task));
      ahead = block;
    }
    return block;
  }

  private synchronized void begin(long start) {
    next = start;
    end = start + BLOCK;
  }

  private static long joined(CompletableFuture<Long> block) {
    try {
      return block.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private long reserve() {
    try {
      return advance();
    } catch (DuplicateKeyException anotherNodeWasFirst) {
      return advance();
    }
  }

  private long advance() {
    Long start = ownTransaction.execute(status -> {
      int known =
          jdbc.sql("update number_block set next_value = next_value + ? where name = 'incident'").param(BLOCK).update();
      if (known == 0) {
        jdbc.sql("insert into number_block (name, next_value) values ('incident', ?)").param(1 + BLOCK).update();
      }
      return jdbc.sql("select next_value from number_block where name = 'incident'").query(Long.class).single() - BLOCK;
    });
    if (start == null) {
      throw new IllegalStateException("a transaction without a result");
    }
    return start;
  }
}
