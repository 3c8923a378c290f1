package io.faultdesk.prediction;

import java.util.List;

/**
 * A way to train that was tried.
 *
 * @param lambda weight of the squared weights for each row that is fitted to
 * @param precision what it is judged by, the average precision on units that its models have not seen: of units of one kind that of
 *     all rows together; of others the mean of that of each unit with faults, lest the one with the longest fault decides
 */
record Candidate(List<FeatureGroup> groups, double lambda, double precision) {}
