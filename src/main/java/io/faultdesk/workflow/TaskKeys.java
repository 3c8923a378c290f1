package io.faultdesk.workflow;

/** The keys of the user tasks whose answers belong to an incident, to a maintenance window or to a model. */
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
  static final String APPROVE_MODEL = "approve-model";

  private TaskKeys() {}
}
