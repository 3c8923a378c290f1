package io.faultdesk.prediction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored past of one unit – a machine, a service, an engine –, its rows in the order of time and evenly apart.
 *
 * @param indicators the columns, by name
 * @param times of each row, in minutes or cycles
 * @param values of each row, in the order of the indicators; NaN where one is missing
 * @param normal rows from before, expected to be mostly normal, which say what is usual; none where there is no such past
 * @param truth null where nothing is known of its faults
 */
record UnitHistory(
    String name, List<String> indicators, long[] times, double[][] values, double[][] normal, @Nullable Truth truth) {}
