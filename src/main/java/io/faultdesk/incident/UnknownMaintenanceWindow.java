package io.faultdesk.incident;

/** There is no maintenance window of that number. */
public class UnknownMaintenanceWindow extends RuntimeException {

  UnknownMaintenanceWindow(String number) {
    super("There is no maintenance window " + number + ".");
  }
}
