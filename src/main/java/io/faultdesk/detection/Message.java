package io.faultdesk.detection;

import io.faultdesk.prediction.Foretold;
import io.faultdesk.signal.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** What is told of a service besides its samples, and when that comes in a replay. */
sealed interface Message {

  Instant at();

  /** Lets it arrive. */
  void tell(Rehearsal rehearsal);

  /**
   * What makes these claims begin and end again, and what was foreseen, the oldest first; what stood before that moment begins
   * with it.
   */
  static List<Message> of(List<Claim> claims, List<Foretold> foresight, Instant begin) {
    List<Message> messages = new ArrayList<>();
    for (Claim claim : claims) {
      messages.add(new OfAlert(later(begin, claim.begunAt()), claim.beginning()));
      if (claim.endedAt() != null) {
        messages.add(new OfAlert(claim.endedAt(), claim.end(claim.endedAt())));
      }
    }
    foresight.forEach(told -> messages.add(new OfFuture(new Foretold(later(begin, told.at()), told.foresight()))));
    // stable: where a claim ends at the moment in which the alert claims something else, the end comes first
    messages.sort(Comparator.comparing(Message::at));
    return messages;
  }

  private static Instant later(Instant one, Instant other) {
    return Collections.max(List.of(one, other));
  }

  /** A message of an alert. */
  record OfAlert(Instant at, Alert alert) implements Message {

    @Override
    public void tell(Rehearsal rehearsal) {
      rehearsal.message(at, alert);
    }
  }

  /** That something else is foreseen from now on. */
  record OfFuture(Foretold told) implements Message {

    @Override
    public Instant at() {
      return told.at();
    }

    @Override
    public void tell(Rehearsal rehearsal) {
      rehearsal.foresee(told.at(), told.foresight());
    }
  }
}
