package io.faultdesk.prediction;

/**
 * A training on the server's own past is over.
 *
 * @param id of the training
 * @param trained whether there is a model
 * @param detail why there is none, else empty
 */
public record TrainingFinished(String id, boolean trained, String detail) {}
