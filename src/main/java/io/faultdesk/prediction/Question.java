package io.faultdesk.prediction;

import org.jspecify.annotations.Nullable;

/**
 * What a model is trained to answer.
 *
 * @param horizon null where nothing is foreseen
 * @param falseAlarmsADay how many a unit may cause
 */
record Question(Task task, @Nullable Horizon horizon, double falseAlarmsADay) {}
