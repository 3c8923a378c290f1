package io.faultdesk.incident;

/** There is no incident of that number. */
public class UnknownIncident extends RuntimeException {

  UnknownIncident(String number) {
    super("There is no incident " + number + ".");
  }
}
