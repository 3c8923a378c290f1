package io.faultdesk.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Measures several ways to do the same by turns: A B C, A B C and so on, after a warm-up of the same kind. What else the
 * machine does disturbs them alike, so that the ratio of two of them within one round says more than either figure.
 */
public final class Race {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Duration turn;
  private final int warmUps;
  private final int rounds;
  private final int threads;
  private final boolean byProcessorTime;
  private final Map<String, Work> contenders = new LinkedHashMap<>();

  private Race(Duration turn, int warmUps, int rounds, int threads, boolean byProcessorTime) {
    this.turn = turn;
    this.warmUps = warmUps;
    this.rounds = rounds;
    this.threads = threads;
    this.byProcessorTime = byProcessorTime;
  }

  /** A race of one thread in which a second is one of processor time, garbage collection included: nobody else's load counts. */
  public static Race ofThought(Duration turn, int warmUps, int rounds) {
    return new Race(turn, warmUps, rounds, 1, true);
  }

  /** A race of so many threads by the clock on the wall, for work that waits for disks. */
  public static Race ofThreads(int threads, Duration turn, int warmUps, int rounds) {
    return new Race(turn, warmUps, rounds, threads, false);
  }

  /** Something that is done again and again, by several threads at once where asked for. */
  @FunctionalInterface
  public interface Work {

    void once() throws Exception;
  }

  /** Enters a contender; the first one is what the others are compared with. */
  public Race enter(String name, Work work) {
    contenders.put(name, work);
    return this;
  }

  /** How often each contender did its work in a second, round by round. */
  public Map<String, Speed> run() throws Exception {
    Map<String, double[]> speeds = new LinkedHashMap<>();
    contenders.keySet().forEach(name -> speeds.put(name, new double[rounds]));
    for (int round = -warmUps; round < rounds; round++) {
      for (var contender : contenders.entrySet()) {
        double speed = turn(contender.getValue());
        if (round >= 0) {
          speeds.get(contender.getKey())[round] = speed;
        }
      }
    }
    double[] anchor = speeds.values().iterator().next();
    Map<String, Speed> result = new LinkedHashMap<>();
    speeds.forEach((name, speed) -> result.put(name, Speed.of(speed, anchor)));
    return result;
  }

  private double turn(Work work) throws Exception {
    LongAdder done = new LongAdder();
    long begin = time();
    long end = System.nanoTime() + turn.toNanos();
    if (threads == 1) {
      repeat(work, end, done);
    } else {
      try (var pool = Executors.newFixedThreadPool(threads)) {
        Callable<Void> lap = () -> repeat(work, end, done);
        for (var outcome : pool.invokeAll(IntStream.range(0, threads).mapToObj(i -> lap).toList())) {
          outcome.get();
        }
      }
    }
    return done.sum() * 1e9 / (time() - begin);
  }

  private long time() {
    return byProcessorTime ? processorTime() : System.nanoTime();
  }

  /** The processor time of this process so far, in nanoseconds, garbage collection included. */
  public static long processorTime() {
    return PROCESS.getProcessCpuTime();
  }

  private static Void repeat(Work work, long end, LongAdder done) throws Exception {
    long count = 0;
    while (System.nanoTime() < end) {
      work.once();
      count++;
    }
    done.add(count);
    return null;
  }

  /** The middle one of these figures. */
  public static double median(double... figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * Medians over the rounds.
   *
   * @param perSecond how often the work was done in a second
   * @param toAnchor the median of the ratios to the first contender in the same round
   */
  public record Speed(double perSecond, double slowest, double fastest, double toAnchor) {

    private static Speed of(double[] speeds, double[] anchor) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < speeds.length; i++) {
        ratios.add(speeds[i] / anchor[i]);
      }
      double[] sorted = speeds.clone();
      Arrays.sort(sorted);
      return new Speed(
          median(speeds),
          sorted[0],
          sorted[sorted.length - 1],
          median(ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }
  }
}
