package io.faultdesk.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much a finding comes and goes, as Nagios reckons it (base/flapping.c): of its last 21 states the 20 changes between them are
 * counted, the oldest with weight 0.75, the newest with 1.25, and given in percent of 20. Nagios takes a state at every
 * check; here one is taken at every opening and clearing, and one for each interval that passes without.
 */
final class FlapCurve {

  static final int STATES = 21;

  private static final double OLDEST = 0.75;
  private static final double NEWEST = 1.25;

  private FlapCurve() {}

  /** How long the states that are looked at reach back at most. */
  static Duration reach(Duration interval) {
    return interval.multipliedBy(STATES);
  }

  /** The change of a finding with these episodes, in percent. */
  static double percent(List<Spell> spells, Duration interval, Instant now) {
    List<Boolean> states = states(spells, interval, now);
    double changes = 0;
    for (int i = 1; i < STATES; i++) {
      if (!states.get(i).equals(states.get(i - 1))) {
        changes += OLDEST + (NEWEST - OLDEST) * (i - 1) / (STATES - 2);
      }
    }
    return changes * 100 / (STATES - 1);
  }

  private static List<Boolean> states(List<Spell> spells, Duration interval, Instant now) {
    List<Boolean> states = new ArrayList<>(Collections.nCopies(STATES, false));
    Instant last = Instant.MIN;
    for (Change change : changes(spells)) {
      fill(states, last, change.at(), interval);
      states.add(change.opens());
      last = change.at();
    }
    fill(states, last, now, interval);
    return states.subList(states.size() - STATES, states.size());
  }

  private static List<Change> changes(List<Spell> spells) {
    return spells.stream()
        .flatMap(spell -> spell.end() == null
            ? Stream.of(new Change(spell.start(), true))
            : Stream.of(new Change(spell.start(), true), new Change(spell.end(), false)))
        .sorted((one, other) -> one.at().compareTo(other.at()))
        .toList();
  }

  /** Between two changes the state stays what it was. */
  private static void fill(List<Boolean> states, Instant from, Instant to, Duration interval) {
    if (from.equals(Instant.MIN)) {
      return;
    }
    long passed = Math.min(STATES, Duration.between(from, to).dividedBy(interval));
    for (long i = 0; i < passed; i++) {
      states.add(states.getLast());
    }
  }

  /** One time that a finding was open; the end is null while it is. */
  record Spell(Instant start, @Nullable Instant end) {}

  private record Change(Instant at, boolean opens) {}
}
