package io.faultdesk.indicator;

/** One stored sample on its way back into windows: as it came, as one point of many, or the word that there are no more. */
public sealed interface StoredSample {

  /** Which indicator of the service. */
  String indicator();

  /** Epoch milliseconds at which it is taken to have come. */
  long time();

  /** Does to these windows what it once did to the live ones. */
  void into(IndicatorWindows windows);

  /** A sample as it came. */
  record Plain(String indicator, long time, double value) implements StoredSample {

    @Override
    public void into(IndicatorWindows windows) {
      windows.add(time, value, time);
    }
  }

  /** What is left of several samples that came too fast to be kept each. */
  record Condensed(
      String indicator,
      long time,
      int weight,
      double mean,
      double within,
      double low,
      double high,
      double last,
      double growth)
      implements StoredSample {

    @Override
    public void into(IndicatorWindows windows) {
      windows.add(this, time);
    }

    void into(Points points) {
      points.append(time, mean, weight, within, low, high, last, growth);
    }
  }

  /**
   * The indicator has ended.
   *
   * @param newest the time of the last sample before
   */
  record Ended(String indicator, long time, long newest) implements StoredSample {

    @Override
    public void into(IndicatorWindows windows) {
      windows.end(newest, time);
    }
  }
}
