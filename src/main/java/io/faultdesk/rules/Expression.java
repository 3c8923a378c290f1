package io.faultdesk.rules;

import java.util.List;
import java.util.stream.Stream;

/** One expression: what it gives, how it is written for Drools, and what it means as far as that can be followed. */
record Expression(Token at, ExpressionType type, String text, Meaning meaning) {

  String asTruth() {
    return type.kind() == ExpressionType.Kind.FLAG && !text.contains(" ") ? text + " == true" : text;
  }

  Expression in(String open, String close) {
    return new Expression(at, type, open + text + close, meaning);
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
    String constant = words.getSimpleName() + "." + text;
    return new Expression(at, other, constant, new Meaning.Word(constant));
  }
}
