package io.faultdesk.shared;

import java.util.List;

/**
 * The routes to which signals and reports are posted. Who takes them limits their bodies, answers in the sender's format and
 * keeps what it refuses.
 *
 * @param patterns paths as the servlet container knows them; one that ends in {@code /*} stands for all below it
 */
public record IntakeRoutes(List<String> patterns) {

  public IntakeRoutes {
    patterns = List.copyOf(patterns);
  }

  /** Whether that path, normalised, is one of them. */
  public boolean contain(String path) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, path));
  }

  private static boolean matches(String pattern, String path) {
    if (!pattern.endsWith("/*")) {
      return path.equals(pattern);
    }
    String above = pattern.substring(0, pattern.length() - 2);
    return path.equals(above) || path.startsWith(above + "/");
  }
}
