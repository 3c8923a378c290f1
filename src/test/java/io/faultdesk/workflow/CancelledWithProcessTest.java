package io.faultdesk.workflow;

import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.faultdesk.incident.ClosureReason;
import io.faultdesk.incident.IncidentDesk;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.junit.jupiter.api.Test;

/** Who closed an incident whose process was deleted. */
class CancelledWithProcessTest {

  @Test
  void who_deletes_the_process_closes_the_incident() {
    IncidentDesk desk = mock(IncidentDesk.class);
    IdentityService identityService = mock(IdentityService.class);
    when(identityService.getCurrentAuthentication()).thenReturn(new Authentication("zhaomin", null));
    DelegateExecution execution = mock(DelegateExecution.class);
    when(execution.isCanceled()).thenReturn(true);
    when(execution.getProcessBusinessKey()).thenReturn("INC-000042");
    new CancelledWithProcess(() -> desk, () -> new AsEngine(identityService)).notify(execution);
    verify(desk).close(eq("INC-000042"), eq(ClosureReason.CANCELLED), eq("zhaomin"), anyString());
  }
}
