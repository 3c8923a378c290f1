package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;

/** In whose name the engine works, and what its callers hear of lost races. */
class AsEngineTest {

  private final IdentityService identityService = mock(IdentityService.class);
  private final AsEngine asEngine = new AsEngine(identityService);

  @Test
  void a_race_that_the_engine_lost_is_one_that_callers_try_again() {
    assertThatThrownBy(() -> asEngine.run(AsEngineTest::lose)).isInstanceOf(ConcurrencyFailureException.class);
  }

  @Test
  void the_person_is_back_after_a_lost_race() {
    Authentication person = new Authentication("li.na", null);
    when(identityService.getCurrentAuthentication()).thenReturn(person);
    assertThatThrownBy(() -> asEngine.run(AsEngineTest::lose)).isInstanceOf(ConcurrencyFailureException.class);
    verify(identityService).setAuthentication(person);
    assertThat(asEngine.actor()).isEqualTo("li.na");
  }

  private static void lose() {
    throw new OptimisticLockingException("somebody was faster");
  }
}
