package io.faultdesk.workflow;

/** The names of the process variables that Faultdesk itself writes or reads; all hold ids and scalars. */
final class ProcessVariables {

  static final String NUMBER = "number";
  static final String TITLE = "title";
  static final String SERVICE = "service";
  static final String CATEGORY = "category";
  static final String SEVERITY = "severity";
  static final String SOURCE = "source";
  static final String PRIORITY = "priority";
  static final String TASK_PRIORITY = "taskPriority";
  static final String IMPACT = "impact";
  static final String URGENCY = "urgency";
  static final String OWNER_TEAM = "ownerTeam";
  static final String VARIANT = "variant";
  static final String TEAM = "team";
  static final String WHY = "why";
  static final String RESPOND_WARN_AT = "respondWarnAt";
  static final String RESPOND_BY = "respondBy";
  static final String RESOLVE_WARN_AT = "resolveWarnAt";
  static final String RESOLVE_BY = "resolveBy";
  static final String WORKING_HOURS_AT = "workingHoursAt";
  static final String RUNBOOK = "runbook";
  static final String REVIEW_REQUESTED = "reviewRequested";

  static final String MAINTENANCE = "maintenance";
  static final String CONDITIONS = "conditions";
  static final String TIMES = "times";
  static final String PROPOSED_BY = "proposedBy";
  static final String FIRST_START = "firstStart";
  static final String APPROVER = "approver";
  static final String APPROVER_GROUPS = "approverGroups";

  static final String STARTED_BY = "startedBy";
  static final String TRAINED = "trained";
  static final String CHALLENGER = "challenger";
  static final String CHAMPION = "champion";
  /** What follows on {@link #CHALLENGER} and {@link #CHAMPION}. */
  static final String VERSION = "Version";
  static final String AUC = "Auc";
  static final String AVERAGE_PRECISION = "AveragePrecision";
  static final String BRIER = "Brier";
  static final String RECALL_WITHIN_BUDGET = "RecallWithinBudget";
  static final String RECALL_AT_THRESHOLD = "RecallAtThreshold";
  static final String FALSE_ALARMS_AT_THRESHOLD = "FalseAlarmsAtThreshold";
  static final String PERIOD = "period";
  static final String FAULTS = "faults";
  static final String BUDGET = "budget";
  static final String NOTES = "notes";

  static final String OUTCOME = "outcome";
  static final String DIAGNOSIS = "diagnosis";
  static final String DUPLICATE_OF = "duplicateOf";
  static final String COMPONENT = "component";
  static final String CAUSE = "cause";
  static final String APPROVED = "approved";
  static final String ACTION = "action";
  static final String REPAIRED = "repaired";
  static final String RECOVERED = "recovered";
  static final String COMMENT = "comment";
  static final String RECOVERY_COMMENT = "recoveryComment";
  static final String ROOT_CAUSE = "rootCause";
  static final String LESSON = "lesson";
  static final String RULE_USEFUL = "ruleUseful";

  static final String OPEN_FINDINGS = "openFindings";
  static final String OPEN_FINDINGS_TEXT = "openFindingsText";
  static final String CHECKS = "checks";
  static final String CLOCK = "clock";
  static final String PERCENT = "percent";
  static final String REASON = "reason";
  static final String CLOSING_TEXT = "closingText";
  static final String NOTICE_ID = "noticeId";

  /** The longest text the engine's tables hold. */
  static final int MAX_TEXT = 4000;

  private ProcessVariables() {}

  /** The task priority, higher first, that belongs to an incident's priority of 1 to 4. */
  static int taskPriority(int priority) {
    return 125 - 25 * priority;
  }
}
