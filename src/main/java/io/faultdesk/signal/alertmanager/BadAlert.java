package io.faultdesk.signal.alertmanager;

/** One alert of a message cannot be used; the others can. */
class BadAlert extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  BadAlert(int code, String reason) {
    super(reason);
    this.code = code;
  }

  BadAlert(String reason) {
    this(400, reason);
  }

  int code() {
    return code;
  }
}
