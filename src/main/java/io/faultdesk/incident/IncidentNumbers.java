package io.faultdesk.incident;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Hands out the numbers of new incidents from blocks that each node reserves for itself; a restart leaves a gap. */
@Component
class IncidentNumbers {

  static final int BLOCK = 100;

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

  synchronized long take() {
    if (next == end) {
      next = nextBlock();
      end = next + BLOCK;
    }
    if (end - next == BLOCK / 2) {
      // in time and elsewhere: callers hold a connection already, and all of them asking for a second one would starve
      ahead =
          CompletableFuture.supplyAsync(this::reserve, task -> Thread.ofVirtual().name("incident-numbers").start(task));
    }
    return next++;
  }

  private long nextBlock() {
    CompletableFuture<Long> reserved = ahead;
    ahead = null;
    try {
      return reserved == null ? reserve() : reserved.join();
    } catch (CompletionException failedAhead) {
      return reserve();
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
