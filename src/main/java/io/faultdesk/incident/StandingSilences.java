package io.faultdesk.incident;

import static java.util.Comparator.comparing;

import io.faultdesk.shared.LabelMatcher;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The silences that were not over at one moment, ready to be asked of many findings without a look into the database. */
public final class StandingSilences {

  private final Map<String, Standing> byId;

  StandingSilences(Map<String, Standing> byId) {
    this.byId = Map.copyOf(byId);
  }

  /** Whether there is any at that moment. */
  public boolean anyAt(Instant now) {
    return byId.values().stream().anyMatch(silence -> silence.active(now));
  }

  /** The ids of those that mute at that moment what has these labels. */
  public List<String> muting(Map<String, String> labels, Instant now) {
    return matching(labels, now).map(Standing::id).sorted().toList();
  }

  /** The one that mutes it longest. */
  Optional<Standing> longest(Map<String, String> labels, Instant now) {
    return matching(labels, now).max(comparing(Standing::endsAt).thenComparing(Standing::id));
  }

  private Stream<Standing> matching(Map<String, String> labels, Instant now) {
    return byId.values().stream().filter(silence -> silence.active(now) && silence.matches(labels));
  }

  Map<String, Standing> byId() {
    return byId;
  }

  Collection<Standing> all() {
    return byId.values();
  }

  /** One of them; another version of the same silence may be another in everything but its id. */
  record Standing(
      String id, long version, List<LabelMatcher> matchers, Instant startsAt, Instant endsAt, String sentence) {

    static Standing of(Silence silence) {
      return new Standing(silence.id(), silence.version(), silence.matchers(), silence.startsAt(), silence.endsAt(),
          silence.sentence());
    }

    private boolean active(Instant now) {
      return !startsAt.isAfter(now) && endsAt.isAfter(now);
    }

    private boolean matches(Map<String, String> labels) {
      return LabelMatcher.all(matchers, labels);
    }
  }
}
