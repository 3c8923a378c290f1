package io.faultdesk.notification;

/** A notice could not be delivered now; trying again later makes sense. */
public class DeliveryFailed extends Exception {

  DeliveryFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
