package io.faultdesk.incident;

/** Keeps texts of others within the columns made for them. */
final class Texts {

  /** The length of columns for texts without a limit of their own; H2 takes no more than about a million characters. */
  static final int MAX = 1_000_000;

  private Texts() {}

  /** The text in one line of at most that many characters. */
  static String line(String text, int max) {
    return shorten(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), max);
  }

  /** The text, cut to that many characters where it is longer; no character is cut in two. */
  static String shorten(String text, int max) {
    if (text.codePointCount(0, text.length()) <= max) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
  }
}
