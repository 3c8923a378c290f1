package io.faultdesk.indicator;

import io.faultdesk.shared.ServiceName;
import java.util.List;

/**
 * One indicator of one service as it stands at one moment: the fact that rules match. The statistics of the main window
 * (the second of the declared ones, by default five minutes) are its own fields.
 */
public interface Indicator extends WindowStatistics {

  /** Whose indicator it is. */
  ServiceName service();

  /** The indicator's name. */
  String name();

  /** The declared unit, such as {@code ms}, or an empty text. */
  String unit();

  /** The newest value, in the indicator's unit. */
  double last();

  /** Seconds since the newest value, never negative. */
  double age();

  /**
   * How far the newest value lies off the usual, as a number of standard deviations: (newest − median) / (IQR / 1.349), against
   * the longest window. Where the middle half of the values is one and the same, the standard deviation takes the place of
   * IQR / 1.349; where all values are, 0.
   */
  double robustZ();

  /** The shortest window, by default one minute. */
  WindowStatistics recent();

  /** The longest window, by default one hour. */
  WindowStatistics baseline();

  /** All windows, the shortest first. */
  List<WindowStatistics> windows();

  /**
   * An indicator that is made up, for trying rules.
   *
   * @param recent of the shortest window
   * @param main of the main one
   * @param baseline of the longest
   */
  static Indicator madeUp(
      ServiceName service, String name, String unit, double last, double age, double robustZ,
      WindowStatistics recent, WindowStatistics main, WindowStatistics baseline) {
    return new Reading(service, name, unit, last, age, robustZ, List.of(recent, main, baseline), main);
  }
}
