package io.faultdesk.workflow;

import io.faultdesk.security.Accounts.Account;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Groups;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the engine who makes the request. On engine REST the engine checks every call against that person's rights. On
 * Faultdesk's own paths the decision has been made by path, and what the modules then do with the engine on behalf of a
 * person must not fail for want of an engine right: there the person is only recorded, and acts with the admins' rights.
 */
final class EngineAccess extends OncePerRequestFilter {

  private final IdentityService identity;

  EngineAccess(IdentityService identity) {
    this.identity = identity;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return path(request).startsWith("/camunda/");
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    if (caller == null || !(caller.getPrincipal() instanceof Account account)) {
      chain.doFilter(request, response);
      return;
    }
    List<String> groups = new ArrayList<>(account.groups());
    if (!path(request).startsWith("/engine-rest")) {
      groups.add(Groups.CAMUNDA_ADMIN);
    }
    identity.setAuthentication(account.user(), groups);
    try {
      chain.doFilter(request, response);
    } finally {
      identity.clearAuthentication();
    }
  }

  /** As the container decoded it to find the servlet: by how a path is spelled nobody gets more rights. */
  private static String path(HttpServletRequest request) {
    return request.getServletPath();
  }
}
