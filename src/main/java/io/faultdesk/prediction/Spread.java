package io.faultdesk.prediction;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How values were spread in training, by which it is seen whether they still are.
 *
 * @param edges ascending; a value that is equal to one lies below it
 * @param shares of the values below the first edge, between each two, above the last, and of those that were missing
 */
record Spread(List<Double> edges, List<Double> shares) {

  private static final int PARTS = 10;
  private static final int MOST_EDGES = 100;
  /** What never happened counts as so seldom, else one value would outweigh all. */
  private static final double SELDOM = 1e-4;

  /** Of these values, cut at their deciles; fewer edges where many are equal. */
  static Spread of(double[] values) {
    double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    List<Double> edges = known.length == 0 ? List.of()
        : IntStream.range(1, PARTS).mapToObj(i -> known[(int) ((long) i * (known.length - 1) / PARTS)]).distinct()
            .filter(edge -> edge < known[known.length - 1])
            .toList();
    Spread cut = new Spread(edges, List.of());
    long[] counts = new long[cut.bins()];
    for (double value : values) {
      counts[cut.bin(value)]++;
    }
    return new Spread(edges, Arrays.stream(counts).mapToObj(count -> (double) count / values.length).toList());
  }

  int bins() {
    return edges.size() + 2;
  }

  /** Where it counts; a missing value in the last one. */
  int bin(double value) {
    if (Double.isNaN(value)) {
      return edges.size() + 1;
    }
    int bin = 0;
    while (bin < edges.size() && value > edges.get(bin)) {
      bin++;
    }
    return bin;
  }

  /**
   * The population stability index of so many values in each bin: Σ (now − then) · ln(now / then) over the shares; 0 where they are
   * spread as in training, from 0.25 on it is usual to speak of another population.
   */
  double index(long[] counts) {
    double all = Arrays.stream(counts).sum();
    return IntStream.range(0, counts.length).mapToDouble(bin -> {
      double then = Math.max(shares.get(bin), SELDOM);
      double now = Math.max(counts[bin] / all, SELDOM);
      return (now - then) * Math.log(now / then);
    }).sum();
  }

  boolean good() {
    return edges != null && shares != null && edges.size() <= MOST_EDGES && shares.size() == bins()
        && edges.stream().allMatch(edge -> edge != null && Double.isFinite(edge))
        && IntStream.range(1, edges.size()).allMatch(i -> edges.get(i - 1) < edges.get(i))
        && shares.stream().allMatch(share -> share != null && share >= 0 && share <= 1);
  }
}
