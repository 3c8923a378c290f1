package io.faultdesk.incident;

import io.faultdesk.incident.IncidentView.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What can be done to an incident as a whole, and in which states. */
enum Transition {
  ACKNOWLEDGE(State.OPEN, State.ACKNOWLEDGED),
  RESOLVE(State.OPEN, State.ACKNOWLEDGED),
  MERGE(State.OPEN, State.ACKNOWLEDGED),
  FALSE_ALARM(State.OPEN, State.ACKNOWLEDGED),
  CLOSE(State.OPEN, State.ACKNOWLEDGED, State.RESOLVED);

  private final Set<State> states;

  Transition(State first, State... more) {
    states = EnumSet.of(first, more);
  }

  boolean allowedIn(State state) {
    return states.contains(state);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of all that the state allows. */
  static List<String> wordsIn(State state) {
    return EnumSet.allOf(Transition.class).stream()
        .filter(transition -> transition.allowedIn(state))
        .map(Transition::word)
        .toList();
  }
}
