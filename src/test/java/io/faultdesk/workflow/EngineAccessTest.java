package io.faultdesk.workflow;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.faultdesk.security.Accounts.Account;
import jakarta.servlet.FilterChain;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** Which rights a request to the engine is given. */
class EngineAccessTest {

  private final IdentityService identity = mock(IdentityService.class);

  @AfterEach
  void signOut() {
    SecurityContextHolder.clearContext();
  }

  @Test
  void engine_rest_is_entered_with_the_callers_own_rights_however_its_path_is_spelled() throws Exception {
    pass("/engine-rest/task", "/engine-rest");
    pass("/%65ngine-rest/task", "/engine-rest");
    verify(identity, times(2)).setAuthentication("li.na", List.of("platform"));
  }

  @Test
  void behind_the_own_paths_the_modules_may_do_what_they_have_to() throws Exception {
    pass("/api/v1/incidents", "/api/v1/incidents");
    verify(identity).setAuthentication("li.na", List.of("platform", "camunda-admin"));
  }

  private void pass(String uri, String servlet) throws Exception {
    SecurityContextHolder.getContext()
        .setAuthentication(new TestingAuthenticationToken(new Account("li.na", Set.of("platform")), null));
    MockHttpServletRequest request = new MockHttpServletRequest("GET", uri);
    request.setServletPath(servlet);
    new EngineAccess(identity).doFilter(request, new MockHttpServletResponse(), mock(FilterChain.class));
  }
}
