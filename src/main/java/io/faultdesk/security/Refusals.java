package io.faultdesk.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/**
 * How a request is turned away: pages go to the sign-in page, everything else gets problem+json. A browser never gets the
 * challenge {@code Basic}, which would make it ask in a window of its own.
 */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

  static final String UNKNOWABLE = "the database cannot be reached just now";

  private static final String SOON = "5";
  /** That of a fault model, to which a form in Tasklist links. */
  private static final String CARD = "/card";
  private static final String BASIC = "Basic realm=\"Faultdesk\", charset=\"UTF-8\"";

  private final ObjectMapper json;

  Refusals(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (asksForPage(request)) {
      response.sendRedirect(request.getContextPath() + "/login");
      return;
    }
    if (!isBrowser(request)) {
      response.addHeader(HttpHeaders.WWW_AUTHENTICATE, BASIC);
    }
    response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    refuse(request, response, HttpStatus.UNAUTHORIZED, "unauthenticated",
        "Sign in with a user and password or with an API token.");
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    if (why instanceof CsrfException) {
      refuseForged(request, response);
      return;
    }
    refuse(request, response, HttpStatus.FORBIDDEN, "forbidden",
        "You are signed in, but this needs a right that you do not have.");
  }

  /** Alertmanager's clients read nothing but its own form. */
  private void refuse(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code, String detail)
      throws IOException {
    if (request.getServletPath().startsWith("/api/v2/")) {
      write(response, status, MediaType.APPLICATION_JSON_VALUE, Map.of("code", status.value(), "message", detail));
    } else {
      write(response, status, code, detail);
    }
  }

  private void refuseForged(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (acceptsHtml(request)) {
      response.sendRedirect(request.getContextPath() + "/login?stale");
    } else {
      write(response, HttpStatus.FORBIDDEN, "forged",
          "A request with a session needs the token of the page it comes from.");
    }
  }

  void tooLarge(HttpServletResponse response, long limit) throws IOException {
    String size = limit >= 1 << 20 ? (limit >> 20) + " MiB" : (limit >> 10) + " KiB";
    write(response, HttpStatus.PAYLOAD_TOO_LARGE, "too_large",
        "The body is larger than the " + size + " allowed here.");
  }

  void tooSlow(HttpServletResponse response) throws IOException {
    write(response, HttpStatus.REQUEST_TIMEOUT, "too_slow",
        "The body did not arrive within " + BodyTime.LONGEST.toSeconds() + " seconds.");
  }

  /** Nobody can be looked up just now; a 500 or 401 would make senders give up what they should send again. */
  void unknowable(HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, SOON);
    write(response, HttpStatus.SERVICE_UNAVAILABLE, "busy", UNKNOWABLE);
  }

  /** In PagerDuty's words, and never 408, because senders of events do not repeat what is answered 4xx. */
  void eventLater(HttpServletResponse response, String reason) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, SOON);
    write(response, HttpStatus.SERVICE_UNAVAILABLE, MediaType.APPLICATION_JSON_VALUE,
        Map.of("status", "unavailable", "message", reason));
  }

  /** What should be an event cannot be read, and so nobody knows whose it is. */
  void unreadableEvent(HttpServletResponse response, HttpStatus status, String reason) throws IOException {
    write(response, status, MediaType.APPLICATION_JSON_VALUE,
        Map.of("status", "invalid event", "message", "Event object is invalid", "errors", List.of(reason)));
  }

  /** In the words of PagerDuty, whose senders look for them. */
  void wrongKey(HttpServletResponse response) throws IOException {
    Map<String, Object> answer = Map.of("status", "invalid key", "message", "Event is not authorized", "errors",
        List.of("routing_key must be an API token of Faultdesk with the scope intake"));
    write(response, HttpStatus.UNAUTHORIZED, MediaType.APPLICATION_JSON_VALUE, answer);
  }

  private void write(HttpServletResponse response, HttpStatus status, String code, String detail) throws IOException {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    write(response, status, MediaType.APPLICATION_PROBLEM_JSON_VALUE, problem);
  }

  private void write(HttpServletResponse response, HttpStatus status, String type, Object answer) throws IOException {
    byte[] body = json.writeValueAsBytes(answer);
    response.setStatus(status.value());
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static boolean asksForPage(HttpServletRequest request) {
    String path = request.getServletPath();
    return HttpMethod.GET.matches(request.getMethod())
        && request.getHeader(HttpHeaders.AUTHORIZATION) == null
        && acceptsHtml(request)
        && (!path.startsWith("/api/") || path.endsWith(CARD))
        && !path.startsWith("/engine-rest");
  }

  private static boolean isBrowser(HttpServletRequest request) {
    return acceptsHtml(request) || request.getHeader("Sec-Fetch-Mode") != null;
  }

  private static boolean acceptsHtml(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }
}
