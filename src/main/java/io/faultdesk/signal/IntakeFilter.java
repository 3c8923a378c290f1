package io.faultdesk.signal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every intake route, also those of other modules, unpacked and limited bodies and keeps unreadable ones. */
class IntakeFilter extends OncePerRequestFilter {

  private static final Set<Integer> UNREADABLE = Set.of(400, 413, 415, 422);

  private final DeadLetters deadLetters;
  private final SignalSettings settings;

  IntakeFilter(DeadLetters deadLetters, SignalSettings settings) {
    this.deadLetters = deadLetters;
    this.settings = settings;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !"POST".equals(request.getMethod());
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    IntakeRequest intake = new IntakeRequest(request, settings);
    try {
      chain.doFilter(intake, response);
      if (UNREADABLE.contains(response.getStatus())) {
        deadLetters.keep(intake, "was answered " + response.getStatus());
      }
    } finally {
      intake.drain();
    }
  }
}
