package io.faultdesk.security;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;

/** The page on which people sign in, and where they go from there. */
@Controller
class LoginPage {

  private static final String HOME = "/camunda/app/tasklist/default/";

  private final String page;

  LoginPage() throws IOException {
    page = new ClassPathResource("sign-in/page.html").getContentAsString(StandardCharsets.UTF_8);
  }

  @GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> show(HttpServletRequest request, CsrfToken csrf) {
    String html =
        page.replace("{{base}}", HtmlUtils.htmlEscape(request.getContextPath()))
            .replace("{{csrf-name}}", HtmlUtils.htmlEscape(csrf.getParameterName()))
            .replace("{{csrf}}", HtmlUtils.htmlEscape(csrf.getToken()))
            .replace("{{note}}", note(request.getParameterMap().keySet()));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .body(html);
  }

  @GetMapping("/")
  ResponseEntity<Void> home(HttpServletRequest request) {
    return ResponseEntity.status(HttpStatus.FOUND).header("Location", request.getContextPath() + HOME).build();
  }

  private static String note(Set<String> occasion) {
    if (occasion.contains("error")) {
      return "<p class=\"note\" role=\"alert\">That did not work. Check name and password; after several wrong tries"
          + " wait a minute.</p>";
    }
    if (occasion.contains("stale")) {
      return "<p class=\"note\" role=\"alert\">The page was too old. Please try again.</p>";
    }
    return occasion.contains("logout") ? "<p class=\"note\" role=\"status\">You are signed out.</p>" : "";
  }
}
