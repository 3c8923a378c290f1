package io.faultdesk.incident;

import java.util.List;

/** The state of an incident or of a maintenance window forbids what was asked for. */
public class TransitionForbidden extends RuntimeException {

  private final List<String> allowed;

  TransitionForbidden(String number, String state, String asked, List<String> allowed) {
    super(number + " is " + state + "; " + asked + " is not possible.");
    this.allowed = List.copyOf(allowed);
  }

  /** The transitions that the state allows. */
  public List<String> allowed() {
    return allowed;
  }
}
