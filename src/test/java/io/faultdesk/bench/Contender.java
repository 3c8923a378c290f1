package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A server that is measured beside another: where it listens and what it uses of the machine.
 *
 * @param headers what each request carries besides, such as a sign-in, each line ended
 */
record Contender(String name, long pid, int port, String headers) {

  /** The processor time that it has used so far. */
  Duration cpu() {
    return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration()).orElseThrow();
  }

  double residentMb() throws IOException {
    try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines.filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }
  }

  /** Does that while this one does nothing at all, so that the other has the machine. */
  <T> T stoppedDuring(Callable<T> work) throws Exception {
    signal("-STOP");
    try {
      return work.call();
    } finally {
      signal("-CONT");
    }
  }

  private void signal(String signal) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", signal, String.valueOf(pid)).inheritIO().start().waitFor()).isZero();
  }
}
