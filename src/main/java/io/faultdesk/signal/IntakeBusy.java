package io.faultdesk.signal;

/** Signals cannot be taken just now; whoever sent them is told to come again (503). */
public class IntakeBusy extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  public IntakeBusy(String reason) {
    super(reason);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
