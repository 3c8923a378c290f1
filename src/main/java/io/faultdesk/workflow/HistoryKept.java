package io.faultdesk.workflow;

import java.util.EnumSet;
import java.util.Set;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;

/**
 * What the engine keeps of the past: everything it can but what nobody reads here and each start would write a hundred index
 * entries for. Each variable keeps its last value and not every former one, which the incident's timeline tells better; a
 * job is on record once it ran or failed, not for having been planned; a decision shows in the variables it set.
 */
final class HistoryKept implements HistoryLevel {

  static final String NAME = "faultdesk";

  private static final Set<HistoryEventTypes> LEFT_OUT =
      EnumSet.of(
          HistoryEventTypes.VARIABLE_INSTANCE_UPDATE_DETAIL,
          HistoryEventTypes.FORM_PROPERTY_UPDATE,
          HistoryEventTypes.DMN_DECISION_EVALUATE,
          HistoryEventTypes.JOB_CREATE,
          HistoryEventTypes.JOB_DELETE);

  @Override
  public int getId() {
    return 40; // the engine's own levels are 0 to 30
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean isHistoryEventProduced(HistoryEventType type, Object entity) {
    return !(type instanceof HistoryEventTypes known) || !LEFT_OUT.contains(known);
  }
}
