package io.faultdesk.workflow;

import java.time.Clock;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The turn to look whether a retraining is under way and to begin one, which one at a time has until its transaction ends. */
@Component
class RetrainingTurn {

  private final JdbcClient jdbc;
  private final Clock clock;

  RetrainingTurn(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Waits for whoever has it; before anything else is read in that transaction, lest it be of the time before. */
  void take() {
    if (!lock()) {
      try {
        jdbc.sql("insert into retraining_turn (id, taken_at) values (1, ?)").param(now()).update();
      } catch (DuplicateKeyException another) { // was the first ever, a moment ago
        lock();
      }
    }
  }

  private boolean lock() {
    return jdbc.sql("update retraining_turn set taken_at = ? where id = 1").param(now()).update() > 0;
  }

  private long now() {
    return clock.millis();
  }
}
