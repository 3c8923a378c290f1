package io.faultdesk.prediction;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The stored past of one unit – a machine, a service, an engine –, its rows in the order of time and evenly apart.
 *
 * @param indicators the columns, by name
 * @param times of each row, in minutes or cycles
 * @param values of each row, in the order of the indicators; NaN where one is missing
 * @param normal rows from before, expected to be mostly normal, which say what is usual; none where there is no such past
 * @param truth null where nothing is known of its faults
 */
record UnitHistory(
    String name, List<String> indicators, long[] times, double[][] values, double[][] normal, @Nullable Truth truth) {

  /** An indicator with fewer values is a switch, or hardly ever moves. */
  private static final int MOVING = 20;

  /** The smallest step from one row to the next; nothing of a single row. */
  OptionalLong step() {
    return IntStream.range(1, times.length).mapToLong(row -> times[row] - times[row - 1]).min();
  }

  /** The same as if it had so many indicators, drawn from those that move; all that move where there are no more. */
  UnitHistory few(int count, Random random) {
    List<Integer> moving = IntStream.range(0, indicators.size())
        .filter(column -> Arrays.stream(normal).mapToDouble(row -> row[column]).filter(value -> !Double.isNaN(value))
            .distinct().limit(MOVING).count() == MOVING)
        .boxed().collect(Collectors.toList());
    Collections.shuffle(moving, random);
    Set<Integer> kept = Set.copyOf(moving.subList(0, Math.min(count, moving.size())));
    return new UnitHistory(
        name + " with " + kept.size() + " indicators", indicators, times, only(kept, values), only(kept, normal),
        truth);
  }

  private static double[][] only(Set<Integer> kept, double[][] rows) {
    return Arrays.stream(rows)
        .map(row -> IntStream.range(0, row.length).mapToDouble(i -> kept.contains(i) ? row[i] : Double.NaN).toArray())
        .toArray(double[][]::new);
  }
}
