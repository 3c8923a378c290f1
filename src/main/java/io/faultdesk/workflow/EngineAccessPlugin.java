package io.faultdesk.workflow;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/**
 * Closes the engine: rights are checked, candidates may work on a task but not give it to somebody else, no Java objects are
 * unpacked from variables. A wrong password makes the account wait up to a minute, but never locks it for good, because
 * then anybody who knows a name could lock its owner out.
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
    engine.setLoginDelayBase(3);
    engine.setLoginDelayFactor(2);
    engine.setLoginDelayMaxTime(60);
  }
}
