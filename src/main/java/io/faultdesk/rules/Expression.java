package io.faultdesk.rules;

import java.util.List;
import java.util.stream.Stream;

/** One expression: what it gives, and how it is written for Drools. */
record Expression(Token at, ExpressionType type, String text) {

  String asTruth() {
    return type.kind() == ExpressionType.Kind.FLAG && !text.contains(" ") ? text + " == true" : text;
  }

  Expression in(String open, String close) {
    return new Expression(at, type, open + text + close);
  }

  /** A constant such as MAJOR gets its type from what it is compared with. */
  Expression as(ExpressionType other) {
    if (type.kind() != ExpressionType.Kind.CONSTANT) {
      return this;
    }
    Class<?> words = other.words();
    if (words == null) {
      throw new Refusal(at, "\"" + text + "\" is no field, and nothing here is compared with such a word");
    }
    List<String> names = Stream.of(words.getEnumConstants()).map(constant -> ((Enum<?>) constant).name()).toList();
    if (!names.contains(text)) {
      throw new Refusal(at, "\"" + text + "\" is none of " + String.join(", ", names));
    }
    return new Expression(at, other, words.getSimpleName() + "." + text);
  }
}
