package io.faultdesk.workflow;

import io.faultdesk.security.Accounts.Account;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets whoever signed in to Faultdesk's pages into Tasklist, Cockpit and Admin without asking again; who comes there first
 * signs in there. Signing out there ends the whole session.
 */
final class EngineAccessSession extends OncePerRequestFilter {

  private final ProcessEngine engine;

  EngineAccessSession(ProcessEngine engine) {
    this.engine = engine;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    var caller = SecurityContextHolder.getContext().getAuthentication();
    if (session != null && caller != null && caller.getPrincipal() instanceof Account account) {
      enter(session, account);
    }
    chain.doFilter(request, response);
    if (signedOut(request, response)) {
      end(request);
    }
  }

  private static boolean signedOut(HttpServletRequest request, HttpServletResponse response) {
    // The webapps refuse a forged request before they answer with success.
    return HttpMethod.POST.matches(request.getMethod())
        && request.getRequestURI().endsWith("/logout")
        && HttpStatus.valueOf(response.getStatus()).is2xxSuccessful();
  }

  private void enter(HttpSession session, Account account) {
    Authentications entered = AuthenticationUtil.getAuthsFromSession(session);
    Authentication before = entered.getAuthenticationForProcessEngine(engine.getName());
    if (before == null || !before.getIdentityId().equals(account.user())) {
      UserAuthentication entering = AuthenticationUtil.createAuthentication(engine, account.user());
      if (entering != null) {
        entered.addOrReplace(entering);
      }
    }
  }

  private static void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
