package io.faultdesk.security;

import io.faultdesk.security.SignInThrottle.Attempt;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Holds up who guesses passwords at the sign-in of Camunda's webapps, as elsewhere. */
final class WebappSignIn extends OncePerRequestFilter {

  private static final PathPatternRequestMatcher SIGN_IN = PathPatternRequestMatcher.withDefaults()
      .matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/*/login/**");

  private final SignInThrottle throttle;

  WebappSignIn(SignInThrottle throttle) {
    this.throttle = throttle;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !SIGN_IN.matches(request);
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Attempt attempt = new Attempt(String.valueOf(request.getParameter("username")), request.getRemoteAddr());
    if (!throttle.admits(attempt)) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      return;
    }
    chain.doFilter(request, response);
    HttpStatus answer = HttpStatus.valueOf(response.getStatus());
    // anything else, such as a forged request, says nothing of the password
    if (answer == HttpStatus.UNAUTHORIZED) {
      throttle.failed(attempt);
    } else if (answer.is2xxSuccessful()) {
      throttle.succeeded(attempt);
    }
  }
}
