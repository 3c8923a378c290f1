package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.acceptance.CrashTrial.Outcome;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What was answered 2xx survives the death of the process; the full size runs with the benchmarks. */
class KillIT {

  @Test
  void everything_answered_is_there_once_after_three_kills() throws Exception {
    CrashTrial trial = new CrashTrial(100, 1_000, 3, ThreadLocalRandom.current().nextLong(1_000_000));
    assertThat(trial.run(Path.of("target", "bench", "kill-small.txt"))).isEqualTo(new Outcome(1_100, 0, 0, 0));
  }
}
