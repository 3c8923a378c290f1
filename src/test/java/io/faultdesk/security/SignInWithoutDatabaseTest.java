package io.faultdesk.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.Filter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A sender whom nobody can look up is told to come again, since what is answered 4xx is lost. */
class SignInWithoutDatabaseTest {

  private final TokenDesk tokens = mock();
  private final ObjectMapper json = new ObjectMapper();
  private final Refusals refusals = new Refusals(json);
  private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  SignInWithoutDatabaseTest() {
    when(tokens.recognise(anyString())).thenThrow(new DataAccessResourceFailureException("away"));
  }

  @Test
  void with_a_token() throws Exception {
    request.addHeader("Authorization", "Bearer fd_token");
    expectComeAgain(new HeaderSignIn(mock(), tokens, refusals));
    assertThat(response.getContentType()).isEqualTo("application/problem+json");
  }

  @Test
  void with_a_routing_key() throws Exception {
    request.setContent("{\"routing_key\":\"fd_token\"}".getBytes(StandardCharsets.UTF_8));
    expectComeAgain(new RoutingKeySignIn(any -> true, tokens, refusals, json));
    assertThat(json.readTree(response.getContentAsByteArray()).path("status").asText()).isEqualTo("unavailable");
  }

  private void expectComeAgain(Filter signIn) throws Exception {
    MockFilterChain rest = new MockFilterChain();
    signIn.doFilter(request, response, rest);
    assertThat(rest.getRequest()).isNull();
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Retry-After")).isEqualTo("5");
  }
}
