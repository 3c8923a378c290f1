package io.faultdesk.prediction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is trained to answer.
 *
 * @param horizon null where nothing is foreseen
 * @param falseAlarmsADay how many a unit may cause
 * @param few each unit is also shown as if it had no more than so many of its indicators, for a model of units that have few
 * @param features the kinds that may be tried; none where that is left to the data
 */
record Question(
    Task task, @Nullable Horizon horizon, double falseAlarmsADay, List<Integer> few, List<FeatureGroup> features) {

  Question(Task task, @Nullable Horizon horizon, double falseAlarmsADay) {
    this(task, horizon, falseAlarmsADay, List.of(), List.of());
  }
}
