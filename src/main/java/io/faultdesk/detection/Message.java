package io.faultdesk.detection;

import io.faultdesk.signal.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** A message of an alert, and when it comes in a replay. */
record Message(Instant at, Alert alert) {

  /** What makes these claims begin and end again, the oldest first; what stood before that moment begins with it. */
  static List<Message> of(List<Claim> claims, Instant begin) {
    List<Message> messages = new ArrayList<>();
    for (Claim claim : claims) {
      messages.add(new Message(Collections.max(List.of(begin, claim.begunAt())), claim.beginning()));
      if (claim.endedAt() != null) {
        messages.add(new Message(claim.endedAt(), claim.end(claim.endedAt())));
      }
    }
    // stable: where a claim ends at the moment in which the alert claims something else, the end comes first
    messages.sort(Comparator.comparing(Message::at));
    return messages;
  }
}
