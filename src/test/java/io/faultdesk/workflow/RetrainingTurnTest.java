package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.testing.HandClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/** One transaction at a time has its turn to begin a retraining. */
class RetrainingTurnTest {

  private RetrainingTurn turn;
  private TransactionTemplate transaction;

  DataSource database() {
    return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  @BeforeEach
  void open() {
    DataSource source = database();
    new ResourceDatabasePopulator(new ClassPathResource("db/migration/V20261122_19_00__retraining_turn.sql"))
        .execute(source);
    turn = new RetrainingTurn(JdbcClient.create(source), new HandClock(Instant.parse("2026-11-20T08:00:00Z")));
    transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
  }

  @Test
  void whoever_asks_waits_until_the_one_before_is_done_the_first_time_too() throws Exception {
    assertThat(order()).containsExactly("first", "second");
    assertThat(order()).containsExactly("first", "second");
  }

  private List<String> order() throws Exception {
    List<String> order = new ArrayList<>();
    try (ExecutorService others = Executors.newSingleThreadExecutor()) {
      List<Future<?>> second = new ArrayList<>();
      transaction.executeWithoutResult(status -> {
        turn.take();
        second.add(others.submit(() -> transaction.executeWithoutResult(other -> {
          turn.take();
          order.add("second");
        })));
        assertThatThrownBy(() -> second.getFirst().get(300, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        order.add("first");
      });
      second.getFirst().get();
    }
    return order;
  }
}
