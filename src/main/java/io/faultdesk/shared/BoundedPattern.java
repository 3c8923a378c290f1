package io.faultdesk.shared;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * A regular expression that people write, in Google's engine, as Prometheus does, so that none takes for ever to match. Nor may
 * one become large when it is compiled: the engine writes out what is repeated a number of times, and repetitions multiply.
 */
public final class BoundedPattern {

  private static final int MAX_LENGTH = 1000;

  /** How many characters and other steps there may be with all repetitions written out. */
  private static final int MAX_SIZE = 2000;

  private BoundedPattern() {}

  /** Whether a text matches as a whole; what is no such expression, or too large, is an {@link IllegalArgumentException}. */
  public static Predicate<String> of(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a regular expression has at most " + MAX_LENGTH + " characters");
    }
    if (new Measure(text).size() > MAX_SIZE) {
      throw new IllegalArgumentException("\"" + text + "\" repeats too much for a regular expression");
    }
    try {
      return Pattern.compile(text, Pattern.DOTALL)::matches;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a regular expression: " + e.getDescription(), e);
    }
  }

  /**
   * Measures how large an expression becomes, never too low: every character counts, a number in braces counts as a repetition
   * wherever it stands, and so does a closing parenthesis as the end of a group. Only an opening one that may be meant literally
   * must not count, because the group would then look smaller than it is.
   */
  private static final class Measure {

    private final String text;
    private final Deque<Long> outer = new ArrayDeque<>();

    /** Of the group that is open, without its last part. */
    private long size;

    /** Of the last part, which a repetition would repeat. */
    private long last;

    Measure(String text) {
      this.text = text;
    }

    long size() {
      // where a quotation ends is not looked for
      boolean quoted = text.contains("\\Q");
      boolean inClass = false;
      for (int i = 0; i < text.length(); i++) {
        char character = text.charAt(i);
        if (character == '{') {
          repeat(i + 1);
        } else if (character == ')') {
          close();
        } else if (character == '(' && !quoted && !inClass) {
          open();
        } else {
          part();
        }
        if (character == '\\') {
          i++;
        } else if (character == '[' && !inClass) {
          inClass = true;
          // a bracket that comes first in a class is one of its characters
          i += text.startsWith("^", i + 1) ? 1 : 0;
          i += text.startsWith("]", i + 1) ? 1 : 0;
        } else if (character == ']' && text.charAt(i - 1) != ':') {
          inClass = false;
        }
      }
      while (!outer.isEmpty()) {
        close();
      }
      return size + last;
    }

    private void part() {
      size = Math.min(size + last, Integer.MAX_VALUE);
      last = 1;
    }

    private void open() {
      part();
      outer.push(size);
      size = 0;
    }

    private void close() {
      last = Math.min(size + last + 1, Integer.MAX_VALUE);
      size = outer.isEmpty() ? 0 : outer.pop();
    }

    /** The larger of one or two numbers. */
    private void repeat(int from) {
      long times = 1;
      long number = 0;
      for (int i = from; i < text.length() && "0123456789,".indexOf(text.charAt(i)) >= 0; i++) {
        number = text.charAt(i) == ',' ? 0 : Math.min(number * 10 + text.charAt(i) - '0', MAX_SIZE + 1);
        times = Math.max(times, number);
      }
      last = Math.min((last + 1) * times, Integer.MAX_VALUE);
    }
  }
}
