package io.faultdesk.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * How long the demo takes from the command to a healthy answer, as {@code mvn spring-boot:run} runs it, as {@code ./faultdesk}
 * does, and as packaged jar, in a heap of 512 MB; and what memory it needs a minute later.
 */
class StartBench {

  private static final int STARTS = Integer.getInteger("bench.starts", 3);
  private static final String HEAP = "-Xmx512m";

  @Test
  void the_demo_starts() throws Exception {
    Figures figures =
        new Figures("start", "demo", "seconds until UP", "slowest", "heap after GC, MB", "resident, MB");
    measure(figures, "mvn spring-boot:run", () -> PackagedApp.demoFromClasses("start-classes", HEAP));
    measure(figures, "./faultdesk", () -> PackagedApp.demoLaunched("start-launched", HEAP));
    measure(figures, "java -jar", () -> PackagedApp.demo("start-jar", HEAP));
    figures.note("Of %d starts each the middle one and the slowest, with %s.", STARTS, HEAP);
    figures.note("Memory a minute after the last start, with the demo's traffic and its first incidents.");
    figures.publish();
  }

  private static void measure(Figures figures, String name, Callable<PackagedApp> start) throws Exception {
    double[] seconds = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      try (PackagedApp app = start.call()) {
        seconds[i] = app.startedWithin().toMillis() / 1000.0;
        if (i == STARTS - 1) {
          double slowest = Arrays.stream(seconds).max().orElseThrow();
          // a minute of the demo's own traffic is what is measured
          Thread.sleep(Duration.ofMinutes(1));
          figures.row(name, Race.median(seconds), slowest, app.heapMb(), app.contender().residentMb());
        }
      }
    }
  }
}
