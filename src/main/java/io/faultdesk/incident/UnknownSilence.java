package io.faultdesk.incident;

/** There is no silence of that id. */
class UnknownSilence extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownSilence() {
    super("There is no silence with this id.");
  }
}
