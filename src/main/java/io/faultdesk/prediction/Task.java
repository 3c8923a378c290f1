package io.faultdesk.prediction;

/** What a model says of a row: whether the unit is faulty then, or whether a fault begins within a horizon. */
enum Task {
  DETECT,
  PREDICT
}
