package io.faultdesk.prediction;

import java.util.stream.IntStream;

/** The line by which scores become logits of probabilities that hold (Platt 1999). */
record Calibration(double slope, double intercept) {

  private static final double LAMBDA = 1e-3;

  /**
   * Fitted to these scores. Where they rank the wrong way round it says next to nothing, the base rate, instead of turning them.
   *
   * @param labels 1, 0, or NaN for a row that does not count
   */
  static Calibration of(double[] scores, double[] labels) {
    int[] known = IntStream.range(0, labels.length).filter(i -> !Double.isNaN(labels[i])).toArray();
    double[][] x = IntStream.of(known).mapToObj(i -> new double[]{scores[i]}).toArray(double[][]::new);
    int[] y = IntStream.of(known).map(i -> (int) labels[i]).toArray();
    double[] line = Matrix.fit(x, y, LAMBDA);
    if (line[0] > 0) {
      return new Calibration(line[0], line[1]);
    }
    double rate = (double) IntStream.of(y).sum() / y.length;
    return new Calibration(LAMBDA, Math.log(rate / (1 - rate)));
  }

  double probability(double score) {
    return FaultModel.probability(slope * score + intercept);
  }
}
