package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A thousand incidents and ten thousand alerts through six kills; the figures lie in {@code target/bench/kill*.txt}. */
class KillBench {

  private final CrashTrial trial = new CrashTrial(1_000, 10_000, 6, Long.getLong("kill.seed", 20_261_121));

  @Test
  void everything_answered_is_there_once_after_six_kills() throws Exception {
    assertThat(trial.run(Store.h2(), Path.of("target", "bench", "kill.txt"))).isEqualTo(trial.nothingLost());
  }

  @Test
  void everything_answered_is_there_once_after_six_kills_on_mysql() throws Exception {
    assertThat(trial.run(Store.mysql(), Path.of("target", "bench", "kill-mysql.txt"))).isEqualTo(trial.nothingLost());
  }
}
