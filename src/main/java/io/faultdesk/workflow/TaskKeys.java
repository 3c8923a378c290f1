package io.faultdesk.workflow;

/** The keys of the user tasks whose answers belong to an incident, or to a maintenance window. */
final class TaskKeys {

  static final String DIAGNOSE = "diagnose";
  static final String CONFIRM_CLEARED = "confirm-cleared";
  static final String PREVENT = "prevent";
  static final String LOCATE = "locate";
  static final String APPROVE_REPAIR = "approve-repair";
  static final String REPAIR = "repair";
  static final String RECOVER = "recover";
  static final String REVIEW = "review";
  static final String APPROVE_MAINTENANCE = "approve-maintenance";

  private TaskKeys() {}
}
