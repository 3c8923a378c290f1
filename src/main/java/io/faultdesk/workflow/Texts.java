package io.faultdesk.workflow;

/** Cuts texts to what one process variable can hold. */
final class Texts {

  private Texts() {}

  static String fitting(String text) {
    if (text.length() <= ProcessVariables.MAX_TEXT) {
      return text;
    }
    int end = ProcessVariables.MAX_TEXT - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
