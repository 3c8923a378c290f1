package io.faultdesk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How long the demo takes from the command to a healthy answer, and what memory it needs a minute later. */
class StartBench {

  private static final int STARTS = Integer.getInteger("bench.starts", 3);
  private static final Map<String, String> HEAPS = Map.of("default heap", "-XX:+UseG1GC", "-Xmx512m", "-Xmx512m");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  @Test
  void the_demo_starts() throws Exception {
    Figures figures = new Figures("start", "heap", "seconds until UP", "heap after GC, MB", "resident, MB");
    for (var heap : new TreeMap<>(HEAPS).entrySet()) {
      List<double[]> starts = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        starts.add(measure(heap.getValue()));
        double[] start = starts.getLast();
        figures.row(heap.getKey() + ", start " + (i + 1), start[0], start[1], start[2]);
      }
      figures.row(heap.getKey() + ", median", median(starts, 0), median(starts, 1), median(starts, 2));
    }
    figures.note("Memory a minute after the start, with the demo's traffic and its first incidents.");
    figures.publish();
  }

  private static double[] measure(String option) throws Exception {
    try (PackagedApp app = PackagedApp.demo("start", option)) {
      // a minute of the demo's own traffic is what is measured
      Thread.sleep(Duration.ofMinutes(1));
      jcmd(app, "GC.run");
      var used = USED.matcher(jcmd(app, "GC.heap_info"));
      var resident = RESIDENT.matcher(Files.readString(Path.of("/proc", String.valueOf(app.pid()), "status")));
      assertThat(used.find() && resident.find()).isTrue();
      return new double[]{
        app.startedWithin().toMillis() / 1000.0,
        Double.parseDouble(used.group(1)) / 1024,
        Double.parseDouble(resident.group(1)) / 1024};
    }
  }

  private static String jcmd(PackagedApp app, String command) throws IOException, InterruptedException {
    Process jcmd = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        String.valueOf(app.pid()),
        command)
        .redirectErrorStream(true)
        .start();
    String answer = new String(jcmd.getInputStream().readAllBytes());
    assertThat(jcmd.waitFor()).as(answer).isZero();
    return answer;
  }

  private static double median(List<double[]> starts, int figure) {
    return Race.median(starts.stream().mapToDouble(start -> start[figure]).toArray());
  }
}
