package io.faultdesk.prediction;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What is known afterwards of the faults of a unit. */
sealed interface Truth {

  /** The label of each row for that task: 1 or 0, or NaN where the task leaves the row out. */
  double[] labels(Task task, @Nullable Horizon horizon, long[] times);

  /** The rows with which a fault begins. */
  int[] begins();

  /**
   * Faults that come and go.
   *
   * @param rows whether the unit was faulty at each row
   */
  record Faulty(boolean[] rows) implements Truth {

    @Override
    public double[] labels(Task task, @Nullable Horizon horizon, long[] times) {
      double[] labels = new double[rows.length];
      if (task == Task.DETECT) {
        Arrays.setAll(labels, row -> rows[row] ? 1 : 0);
        return labels;
      }
      Horizon ahead = requireNonNull(horizon);
      int[] begins = begins();
      int next = 0;
      for (int row = 0; row < rows.length; row++) {
        while (next < begins.length && begins[next] <= row) {
          next++;
        }
        boolean known = reaches(ahead, times, row, rows.length - 1);
        boolean soon = next < begins.length && !beyond(ahead, times, row, begins[next]);
        labels[row] = rows[row] || !known ? Double.NaN : soon ? 1 : 0;
      }
      return labels;
    }

    /** Whether the past goes on at least as far as one looks ahead from that row. */
    private static boolean reaches(Horizon ahead, long[] times, int row, int last) {
      return ahead.rows() ? row + ahead.count() <= last : times[row] + ahead.count() <= times[last];
    }

    private static boolean beyond(Horizon ahead, long[] times, int row, int other) {
      return ahead.rows() ? other - row > ahead.count() : times[other] - times[row] > ahead.count();
    }

    @Override
    public int[] begins() {
      return IntStream.range(0, rows.length).filter(row -> rows[row] && (row == 0 || !rows[row - 1])).toArray();
    }
  }

  /**
   * The faults of a service as its incidents tell of them, which are known as long as they are live.
   *
   * @param begun the minutes in which they began, also those before the first row, ascending
   * @param from the first row that is asked about; those before only say what came before it
   * @param to the first row that is not
   */
  record Recorded(Faulty faulty, long[] begun, int from, int to) implements Truth {

    private static final long KNOWN = KnownFaults.KEPT.toMinutes();

    @Override
    public double[] labels(Task task, @Nullable Horizon horizon, long[] times) {
      return faulty.labels(task, horizon, times);
    }

    @Override
    public int[] begins() {
      return faulty.begins();
    }

    /** The beginnings that are known at that minute. */
    List<Long> known(long time) {
      return LongStream.of(begun).filter(each -> each <= time && each >= time - KNOWN).boxed().toList();
    }
  }

  /**
   * A unit that ran until it failed.
   *
   * @param rows how many cycles it had left at each row
   */
  record Left(long[] rows) implements Truth {

    @Override
    public double[] labels(Task task, @Nullable Horizon horizon, long[] times) {
      if (horizon != null && !horizon.rows()) {
        throw new IllegalArgumentException(
            "this data counts cycles: say the horizon as a number of them, not as " + horizon);
      }
      int near = task == Task.DETECT ? 0 : requireNonNull(horizon).count();
      return LongStream.of(rows).mapToDouble(left -> left <= near ? 1 : 0).toArray();
    }

    @Override
    public int[] begins() {
      return new int[0];
    }
  }
}
