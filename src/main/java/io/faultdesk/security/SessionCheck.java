package io.faultdesk.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Looks at the account behind a session on every request, so that a removed group or user counts before the session ends. */
final class SessionCheck extends OncePerRequestFilter {

  private final SignIn signIn;

  SessionCheck(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn before) {
      Optional<SignedIn> now = signIn.account(before.getName()).map(SignedIn::person);
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      now.ifPresentOrElse(context::setAuthentication, () -> end(request.getSession(false)));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  private static void end(HttpSession session) {
    if (session != null) {
      session.invalidate();
    }
  }
}
