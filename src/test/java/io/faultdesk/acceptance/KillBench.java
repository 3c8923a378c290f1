package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.acceptance.CrashTrial.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A thousand incidents and ten thousand alerts through six kills; the figures lie in {@code target/bench/kill.txt}. */
class KillBench {

  @Test
  void everything_answered_is_there_once_after_six_kills() throws Exception {
    long seed = Long.getLong("kill.seed", 20_261_121);
    assertThat(new CrashTrial(1_000, 10_000, 6, seed).run(Path.of("target", "bench", "kill.txt")))
        .isEqualTo(new Outcome(11_000, 0, 0, 0));
  }
}
