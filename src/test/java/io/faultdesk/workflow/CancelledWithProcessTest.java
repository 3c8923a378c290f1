package io.faultdesk.workflow;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.function.BiConsumer;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.junit.jupiter.api.Test;

/** Who ended what a deleted process was about. */
class CancelledWithProcessTest {

  @Test
  void who_deletes_the_process_closes_the_incident() {
    BiConsumer<String, String> cancel = mock();
    IdentityService identityService = mock(IdentityService.class);
    when(identityService.getCurrentAuthentication()).thenReturn(new Authentication("zhaomin", null));
    DelegateExecution execution = mock(DelegateExecution.class);
    when(execution.isCanceled()).thenReturn(true);
    when(execution.getProcessBusinessKey()).thenReturn("INC-000042");
    new CancelledWithProcess("any", cancel, () -> new AsEngine(identityService)).notify(execution);
    verify(cancel).accept("INC-000042", "zhaomin");
  }
}
