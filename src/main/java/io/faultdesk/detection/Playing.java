package io.faultdesk.detection;

import io.faultdesk.indicator.StoredSample;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the stored samples of one service and what else was told of it into one order and plays them to a rehearsal. */
final class Playing implements Consumer<StoredSample> {

  private final Rehearsal rehearsal;
  private final Instant begin;
  private final Iterator<Message> messages;
  private final ReplayProgress.Part part;
  private @Nullable Message next;
  private boolean begun;

  /**
   * @param begin samples from before it only fill the windows
   * @param messages in the order of their times, none before {@code begin}
   */
  Playing(Rehearsal rehearsal, Instant begin, List<Message> messages, ReplayProgress progress) {
    this.rehearsal = rehearsal;
    this.begin = begin;
    this.messages = messages.iterator();
    part = progress.part();
    next = this.messages.hasNext() ? this.messages.next() : null;
  }

  @Override
  public void accept(StoredSample sample) {
    Instant time = Instant.ofEpochMilli(sample.time());
    part.reached(time);
    if (time.isBefore(begin)) {
      rehearsal.remember(sample);
      return;
    }
    begin();
    tell(time);
    rehearsal.sample(sample);
  }

  /** Nothing more comes; time passes until then. */
  void end(Instant to) {
    begin();
    tell(to);
    rehearsal.until(to);
    part.done();
  }

  private void begin() {
    if (!begun) {
      begun = true;
      rehearsal.begin(begin);
    }
  }

  /** Lets the messages arrive that came until then. */
  private void tell(Instant until) {
    while (next != null && !next.at().isAfter(until)) {
      next.tell(rehearsal);
      next = messages.hasNext() ? messages.next() : null;
    }
  }
}
