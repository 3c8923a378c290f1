package io.faultdesk.prediction;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Curves that are made up of a shape and of noise. */
final class Noise {

  private Noise() {}

  /**
   * So many points that end half a step before now.
   *
   * @param step seconds
   * @param shape by hours from the first step's start
   * @param deviation of the noise, which is normal
   * @param alike correlation of neighbours in the noise
   */
  static Curve curve(
      Random random, int points, double step, DoubleUnaryOperator shape, double deviation, double alike) {
    double[] times = new double[points];
    double[] values = new double[points];
    double noise = random.nextGaussian();
    for (int i = 0; i < points; i++) {
      times[i] = (i + 0.5 - points) * step;
      values[i] = shape.applyAsDouble((i + 0.5) * step / 3600) + noise * deviation;
      noise = alike * noise + Math.sqrt(1 - alike * alike) * random.nextGaussian();
    }
    return new Curve(times, values);
  }
}
