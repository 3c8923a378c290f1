package io.faultdesk.workflow;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Does work with the engine's own rights, whatever the signed-in person may do, and knows who that person is meanwhile:
 * what follows from an answer is done in that person's name. A race that the engine loses is told as every other lost race.
 */
@Component
class AsEngine {

  /** Who acted where nobody was signed in. */
  static final String SYSTEM = "system";

  private final IdentityService identityService;
  private final ThreadLocal<@Nullable String> behind = new ThreadLocal<>();

  AsEngine(IdentityService identityService) {
    this.identityService = identityService;
  }

  void run(Runnable work) {
    Authentication person = identityService.getCurrentAuthentication();
    if (person == null) {
      translated(work);
      return;
    }
    String outer = behind.get();
    behind.set(person.getUserId());
    identityService.clearAuthentication();
    try {
      translated(work);
    } finally {
      identityService.setAuthentication(person);
      behind.set(outer);
    }
  }

  private static void translated(Runnable work) {
    try {
      work.run();
    } catch (OptimisticLockingException e) {
      throw new OptimisticLockingFailureException("Somebody else changed the process meanwhile.", e);
    }
  }

  /** The person for whom the engine works now, or {@value #SYSTEM}. */
  String actor() {
    Authentication person = identityService.getCurrentAuthentication();
    String user = person == null ? behind.get() : person.getUserId();
    return user == null ? SYSTEM : user;
  }
}
