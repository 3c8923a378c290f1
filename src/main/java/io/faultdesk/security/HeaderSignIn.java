package io.faultdesk.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs a request in by its {@code Authorization} header, user and password or token; a wrong one is refused. */
final class HeaderSignIn extends OncePerRequestFilter {

  private static final String BEARER = "bearer ";

  private final SignIn signIn;
  private final TokenDesk tokens;
  private final Refusals refusals;
  private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter();

  HeaderSignIn(SignIn signIn, TokenDesk tokens, Refusals refusals) {
    this.signIn = signIn;
    this.tokens = tokens;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      chain.doFilter(request, response);
      return;
    }
    Optional<SignedIn> caller;
    try {
      caller = caller(request, header.strip());
    } catch (DataAccessException | TransactionException e) {
      refusals.unknowable(response);
      return;
    }
    if (caller.isEmpty()) {
      refusals.commence(request, response, new BadCredentialsException("wrong credentials"));
      return;
    }
    caller.get().enter(request, response);
    chain.doFilter(request, response);
  }

  private Optional<SignedIn> caller(HttpServletRequest request, String header) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return tokens.recognise(header.substring(BEARER.length()).strip());
    }
    return Optional.ofNullable(userAndPassword(request))
        .flatMap(given -> signIn.check(given.user(), given.password(), request.getRemoteAddr()))
        .map(SignedIn::person);
  }

  private @Nullable Given userAndPassword(HttpServletRequest request) {
    try {
      var given = basic.convert(request);
      return given == null ? null : new Given(given.getName(), String.valueOf(given.getCredentials()));
    } catch (AuthenticationException e) {
      return null;
    }
  }

  private record Given(String user, String password) {}
}
