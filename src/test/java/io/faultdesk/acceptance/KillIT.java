package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What was answered 2xx survives the death of the process; the full size runs with the benchmarks. */
class KillIT {

  private final CrashTrial trial = new CrashTrial(60, 200, 2, ThreadLocalRandom.current().nextLong(1_000_000));

  @Test
  void everything_answered_is_there_once_after_two_kills() throws Exception {
    assertThat(trial.run(Store.h2(), Path.of("target", "bench", "kill-small.txt"))).isEqualTo(trial.nothingLost());
  }

  @Test
  void everything_answered_is_there_once_after_two_kills_on_mysql() throws Exception {
    assertThat(trial.run(Store.mysql(), Path.of("target", "bench", "kill-small-mysql.txt")))
        .isEqualTo(trial.nothingLost());
  }
}
