package io.faultdesk.prediction;

/** A kind of features. */
enum FeatureGroup {
  /** How far the indicators of a unit are from what is usual for it, all of them together; the same for every unit. */
  SUMMARY,
  /** When its faults have begun so far. */
  RECURRENCE,
  /** Each indicator by itself, for units that are of one kind. */
  INDICATORS
}
