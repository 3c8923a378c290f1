package io.faultdesk.signal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every intake route, also those of other modules, unpacked and limited bodies, makes senders of too much wait and keeps what
 * is unreadable.
 */
class IntakeFilter extends OncePerRequestFilter {

  private static final Set<Integer> UNREADABLE = Set.of(400, 413, 415, 422);

  private final DeadLetters deadLetters;
  private final SenderLimits limits;
  private final SignalSettings settings;

  IntakeFilter(DeadLetters deadLetters, SenderLimits limits, SignalSettings settings) {
    this.deadLetters = deadLetters;
    this.limits = limits;
    this.settings = settings;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !"POST".equals(request.getMethod());
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SenderLimits.Pass pass = limits.admit(request);
    pass.show(response);
    IntakeRequest intake = new IntakeRequest(request, pass, settings);
    chain.doFilter(intake, response);
    if (UNREADABLE.contains(response.getStatus())) {
      deadLetters.keep(intake, "was answered " + response.getStatus());
    }
  }
}
