package io.faultdesk.security;

/** The demo was to listen where others reach it, with the password everybody knows. */
final class DemoExposed extends RuntimeException {

  private static final long serialVersionUID = 1;

  DemoExposed(String address) {
    super("The demo would listen on " + address + " with its well-known password.");
  }
}
