package io.faultdesk.workflow;

import java.util.Set;

/** The beans a process may call by name, and the only ones its expressions can see. */
final class DelegateNames {

  static final String ENTER_PHASE = "enterPhase";
  static final String CHECK_RECOVERY = "checkRecovery";
  static final String ESCALATE = "escalate";
  static final String RESOLVE_INCIDENT = "resolveIncident";
  static final String MERGE_INCIDENT = "mergeIncident";
  static final String CLOSE_INCIDENT = "closeIncident";
  static final String TELL_HOLDER = "tellHolder";
  static final String SEND_NOTICE = "sendNotice";
  static final String SETTLE_MAINTENANCE = "settleMaintenance";
  static final String START_TRAINING = "startTraining";
  static final String COMPARE_MODELS = "compareModels";
  static final String SETTLE_MODEL = "settleModel";

  static final Set<String> ALL =
      Set.of(
          ENTER_PHASE,
          CHECK_RECOVERY,
          ESCALATE,
          RESOLVE_INCIDENT,
          MERGE_INCIDENT,
          CLOSE_INCIDENT,
          TELL_HOLDER,
          SEND_NOTICE,
          SETTLE_MAINTENANCE,
          START_TRAINING,
          COMPARE_MODELS,
          SETTLE_MODEL);

  private DelegateNames() {}
}
