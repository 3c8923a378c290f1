package io.faultdesk.workflow;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** Does work as the engine itself, whatever the signed-in person may do, and knows who that person is. */
@Component
class AsEngine {

  /** Who acted where nobody was signed in. */
  static final String SYSTEM = "system";

  private final IdentityService identityService;

  AsEngine(IdentityService identityService) {
    this.identityService = identityService;
  }

  void run(Runnable work) {
    Authentication person = identityService.getCurrentAuthentication();
    identityService.clearAuthentication();
    try {
      work.run();
    } finally {
      if (person != null) {
        identityService.setAuthentication(person);
      }
    }
  }

  /** The person for whom the engine works now, or {@value #SYSTEM}. */
  String actor() {
    Authentication person = identityService.getCurrentAuthentication();
    return person == null || person.getUserId() == null ? SYSTEM : person.getUserId();
  }
}
