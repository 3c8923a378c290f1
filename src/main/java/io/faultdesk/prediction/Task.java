package io.faultdesk.prediction;

import java.util.Locale;

/** What a model says of a row: whether the unit is faulty then, or whether a fault begins within a horizon. */
enum Task {
  DETECT,
  PREDICT;

  /** As people write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
