package io.faultdesk.prediction;

import java.util.List;

/**
 * What comes of a training.
 *
 * @param keptOut what models of the same kind say of each unit while they have not seen it
 * @param candidates what was tried
 */
record Trained(FaultModel model, List<Scored> keptOut, List<Candidate> candidates) {}
