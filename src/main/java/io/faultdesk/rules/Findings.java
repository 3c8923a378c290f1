package io.faultdesk.rules;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The façade that compiled rules call. Authors write {@code findings.raise(…)} and {@code findings.recovered(…)}; such
 * statements are read once when the rules are loaded, and a firing only says of which rule and in what facts. A rule that
 * joins facts tells it of every pair besides, and is stopped where they are too many: Drools makes all pairs before the
 * first firing, and nobody else could stop it.
 */
public final class Findings {

  /** How many pairs of facts one rule may look at in one judgment; each is an object in memory as long as that lasts. */
  static final int MAX_PAIRS = 500_000;

  /** To ask for the time costs as much as many pairs. */
  private static final int STEPS_BETWEEN_LOOKS = 64;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Duration limit;
  private final int[] pairs;
  private final long[] spent;
  private List<Said> said = new ArrayList<>();
  private long steps;
  private long total;
  private long lookedAt;
  private @Nullable Overrun overrun;

  /**
   * The façade of one session.
   *
   * @param rules how many there are
   * @param limit the processor time that one judgment may take
   */
  Findings(int rules, Duration limit) {
    this.limit = limit;
    pairs = new int[rules];
    spent = new long[rules];
  }

  /** Rule number such and such holds in these facts, one for each pattern that binds one. */
  public void say(int rule, Object... facts) {
    step(rule);
    said.add(new Said(rule, facts));
  }

  /** Rule number such and such looks at a fact and the one before it together; always true. */
  public boolean pair(int rule, Object before) {
    if (++pairs[rule] > MAX_PAIRS) {
      throw stopped(rule, true, "it looked at more than " + MAX_PAIRS + " pairs of facts");
    }
    step(rule);
    return true;
  }

  /** What was said since the last call. */
  List<Said> take() {
    List<Said> taken = said;
    said = new ArrayList<>();
    if (steps > 0) {
      Arrays.fill(pairs, 0);
      Arrays.fill(spent, 0);
      steps = 0;
      total = 0;
    }
    return taken;
  }

  /** Why the judgment was stopped. */
  @Nullable
  Overrun overrun() {
    return overrun;
  }

  private void step(int rule) {
    if (steps++ % STEPS_BETWEEN_LOOKS == 0) {
      look(rule);
    }
  }

  /** Rules are judged one behind the other, so the time since the last look is this rule's. */
  private void look(int rule) {
    long now = processorTime();
    if (steps > 1) {
      spent[rule] += now - lookedAt;
      total += now - lookedAt;
      if (total > limit.toNanos()) {
        int most = slowest();
        throw stopped(most, false, "it took " + spent[most] / 1_000_000 + " of the " + limit.toMillis()
            + " ms of processor time that one judgment may take");
      }
    }
    lookedAt = now;
  }

  private int slowest() {
    int most = 0;
    for (int rule = 1; rule < spent.length; rule++) {
      most = spent[rule] > spent[most] ? rule : most;
    }
    return most;
  }

  private Overrun stopped(int rule, boolean certain, String why) {
    overrun = new Overrun(rule, certain, why);
    return overrun;
  }

  /** Of this thread alone: a busy machine, or one that slept, is no rule's fault. */
  private static long processorTime() {
    return Thread.currentThread().isVirtual() ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
  }

  /** One firing of one rule. */
  record Said(int rule, Object[] facts) {}
}
