package io.faultdesk.prediction;

import java.util.List;

/**
 * A way to train that was tried.
 *
 * @param lambda weight of the squared weights for each row that is fitted to
 * @param precision what it is judged by, the average precision on units that its models have not seen: where each has a history
 *     the mean of that of each unit with faults, lest the one with the longest fault decides; of others that of all rows together
 */
record Candidate(List<FeatureGroup> groups, double lambda, double precision) {}
