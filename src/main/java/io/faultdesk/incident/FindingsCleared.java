package io.faultdesk.incident;

/**
 * Every finding of an incident that is still worked on has cleared, but for what people said; published inside the transaction.
 *
 * @param flapping whether one of them comes and goes, so that nobody is to be told each time
 */
public record FindingsCleared(String number, boolean flapping) {

  public FindingsCleared(String number) {
    this(number, false);
  }
}
