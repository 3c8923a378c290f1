package io.faultdesk.rules;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.Severity;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an expression gives.
 *
 * @param words the enum where it gives one
 */
record ExpressionType(Kind kind, @Nullable Class<?> words) {

  static final ExpressionType NUMBER = new ExpressionType(Kind.NUMBER, null);
  static final ExpressionType TEXT = new ExpressionType(Kind.TEXT, null);
  static final ExpressionType FLAG = new ExpressionType(Kind.FLAG, null);
  static final ExpressionType TRUTH = new ExpressionType(Kind.TRUTH, null);
  static final ExpressionType NOTHING = new ExpressionType(Kind.NOTHING, null);

  /** The enums a rule may compare with; the prelude imports them. */
  static final Set<Class<?>> WORDS = Set.of(Severity.class, Category.class, Level.class);

  static ExpressionType of(FactPath path) {
    if (path.isNumber()) {
      return NUMBER;
    }
    if (path.type() == boolean.class) {
      return FLAG;
    }
    if (WORDS.contains(path.type())) {
      return new ExpressionType(Kind.WORD, path.type());
    }
    if (path.type() != String.class) {
      throw new IllegalArgumentException("rules cannot compare \"" + path.text() + "\"");
    }
    return TEXT;
  }

  boolean comparableWith(ExpressionType other) {
    boolean valued = kind != Kind.TRUTH && kind != Kind.CONSTANT && kind != Kind.NOTHING;
    boolean missing = equals(TEXT) && other.equals(NOTHING) || equals(NOTHING) && other.equals(TEXT);
    return missing || valued && equals(other);
  }

  String what() {
    return switch (kind) {
      case NUMBER -> "a number";
      case TEXT -> "a text";
      case FLAG -> "true or false";
      case TRUTH -> "a comparison";
      case NOTHING -> "null";
      case CONSTANT -> "a word";
      case WORD -> "a " + (words == null ? "word" : words.getSimpleName().toLowerCase(Locale.ROOT));
    };
  }

  enum Kind {
    NUMBER,
    TEXT,
    FLAG,
    TRUTH,
    NOTHING,
    CONSTANT,
    WORD
  }
}
