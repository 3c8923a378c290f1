package io.faultdesk.prediction;

import java.time.Instant;

/** What was foreseen of one service from that moment on. */
public record Foretold(Instant at, Foresight foresight) {}
