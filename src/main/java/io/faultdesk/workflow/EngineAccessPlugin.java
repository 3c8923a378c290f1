package io.faultdesk.workflow;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/**
 * Closes the engine: rights are checked, candidates may work on a task but not give it to somebody else, no Java objects are
 * unpacked from variables. A wrong password holds nobody up here, because then anybody who knows a name could keep its owner
 * out: {@code security} holds up the address it came from.
 */
@Component
class EngineAccessPlugin extends AbstractProcessEnginePlugin {

  /** By itself the engine takes letters and digits only: neither {@code li.na} nor {@code service-desk}. */
  private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9._@-]*";

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setAuthorizationEnabled(true);
    engine.setDefaultUserPermissionNameForTask("TASK_WORK");
    engine.setGeneralResourceWhitelistPattern(NAME);
    engine.setJavaSerializationFormatEnabled(false);
    engine.setDeserializationTypeValidationEnabled(true);
    engine.setLoginMaxAttempts(Integer.MAX_VALUE);
    engine.setLoginDelayBase(0);
  }
}
