package io.faultdesk;

/** A setting of Faultdesk is there that means nothing, most likely a slip of the pen. */
final class WrongSetting extends RuntimeException {

  private static final long serialVersionUID = 1;

  WrongSetting(String message) {
    super(message);
  }
}
