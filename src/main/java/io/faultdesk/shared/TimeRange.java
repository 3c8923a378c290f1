package io.faultdesk.shared;

import java.time.Instant;

/** A stretch of time, its start included and its end not. */
public record TimeRange(Instant from, Instant to) {

  public TimeRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("the end " + to + " lies before the start " + from);
    }
  }
}
