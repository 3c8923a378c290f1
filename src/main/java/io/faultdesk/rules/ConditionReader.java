package io.faultdesk.rules;

import io.faultdesk.rules.ReadRule.Condition;
import io.faultdesk.rules.Token.Kind;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the patterns between {@code when} and {@code then}, and checks the type of every comparison. */
final class ConditionReader {

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> TEXT_TESTS = Set.of("startsWith", "endsWith");

  private final TokenStream tokens;
  private final Map<String, Class<?>> bound;
  private final Map<String, List<FactPath>> used = new HashMap<>();
  private Class<?> fact = Object.class;
  private @Nullable String variable;

  ConditionReader(TokenStream tokens, Map<String, Class<?>> bound) {
    this.tokens = tokens;
    this.bound = bound;
  }

  /** The fields that were compared, by the variable of their fact. */
  Map<String, List<FactPath>> used() {
    return used;
  }

  /** {@code [$name :] Type( … )}, {@code not Type( … )} or {@code exists Type( … )}. */
  Condition condition() {
    Token start = tokens.peek();
    String prefix = tokens.skip("not") ? "not " : tokens.skip("exists") ? "exists " : "";
    variable = prefix.isEmpty() && tokens.peek().kind() == Kind.VARIABLE ? name() : null;
    Token type = tokens.word("a fact: Indicator, Alert, ServiceInfo or Forecast");
    Class<?> matched = FactPath.FACTS.get(type.text());
    if (matched == null) {
      throw new Refusal(
          type, type.quoted()
              + " is not allowed here: write [not|exists] [$name :] Indicator, Alert, ServiceInfo or Forecast");
    }
    fact = matched;
    String constraints = constraints();
    String binding = "";
    if (variable != null) {
      bound.put(variable, fact);
      binding = variable + " : ";
    }
    return new Condition(start.line(), prefix + binding + type.text() + "(" + constraints + ")");
  }

  private String name() {
    Token name = tokens.variable("a name such as $i");
    if (bound.containsKey(name.text())) {
      throw new Refusal(name, name.text() + " is taken: give this fact another name");
    }
    tokens.expect(":", "a fact is named as in \"$i : Indicator( … )\"");
    return name.text();
  }

  private String constraints() {
    tokens.expect("(", "what the fact must be like stands in brackets");
    List<String> constraints = new ArrayList<>();
    if (!tokens.skip(")")) {
      do {
        constraints.add(truth(anyOf()).text);
      } while (tokens.skip(","));
      tokens.expect(")", "comparisons are joined by \",\", \"&&\" or \"||\"");
    }
    return String.join(", ", constraints);
  }

  private Value anyOf() {
    return joined("||", allOf(), this::allOf);
  }

  private Value allOf() {
    return joined("&&", comparison(), this::comparison);
  }

  private Value joined(String sign, Value first, Supplier<Value> further) {
    Value left = first;
    while (tokens.peek().is(sign)) {
      tokens.next();
      left = new Value(truth(left).at, Type.TRUTH, left.asTruth() + " " + sign + " " + truth(further.get()).text);
    }
    return left;
  }

  private static Value truth(Value value) {
    if (value.type.kind != Type.Kind.TRUTH && value.type.kind != Type.Kind.FLAG) {
      throw new Refusal(value.at, "this is not a comparison");
    }
    return new Value(value.at, Type.TRUTH, value.asTruth());
  }

  private Value comparison() {
    Value left = sum();
    Token sign = tokens.peek();
    if (sign.kind() == Kind.SIGN && COMPARISONS.contains(sign.text())) {
      tokens.next();
      return compared(left, sign, sum());
    }
    if (tokens.skip("in")) {
      return listed(left, "in");
    }
    if (sign.is("not") && tokens.peekSecond().is("in")) {
      tokens.next();
      tokens.next();
      return listed(left, "not in");
    }
    if (tokens.skip("contains")) {
      return tested(left, "contains");
    }
    return tokens.skip("str") ? tested(left, textTest()) : left;
  }

  private String textTest() {
    tokens.expect("[", "write str[startsWith] or str[endsWith]");
    Token test = tokens.word("startsWith or endsWith");
    if (!TEXT_TESTS.contains(test.text())) {
      throw new Refusal(test, "write str[startsWith] or str[endsWith]");
    }
    tokens.expect("]", "write str[startsWith] or str[endsWith]");
    return test.text();
  }

  private static Value compared(Value left, Token sign, Value right) {
    boolean equality = sign.text().equals("==") || sign.text().equals("!=");
    Value first = left.as(right.type);
    Value second = right.as(left.type);
    if (!first.type.comparableWith(second.type)) {
      throw new Refusal(sign, left.type.what() + " cannot be compared with " + right.type.what());
    }
    if (first.type.kind == Type.Kind.NUMBER ? sign.text().equals("!=") : !equality) {
      throw new Refusal(
          sign,
          first.type.kind == Type.Kind.NUMBER
              ? "numbers are compared with <, <=, ==, >= and >"
              : first.type.what() + " is compared with == or !=");
    }
    return new Value(left.at, Type.TRUTH, first.text + " " + sign.text() + " " + second.text);
  }

  private Value listed(Value left, String operator) {
    if (left.type.kind == Type.Kind.TRUTH || left.type.kind == Type.Kind.FLAG || left.type.kind == Type.Kind.NOTHING) {
      throw new Refusal(left.at, "only a number, a text or a word can be in a list");
    }
    tokens.expect("(", "a list is written (\"a\", \"b\")");
    List<String> items = new ArrayList<>();
    do {
      Value item = primary().as(left.type);
      if (!item.type.equals(left.type)) {
        throw new Refusal(item.at, left.type.what() + " cannot be compared with " + item.type.what());
      }
      items.add(item.text);
    } while (tokens.skip(","));
    tokens.expect(")", "a list is written (\"a\", \"b\")");
    return new Value(left.at, Type.TRUTH, left.text + " " + operator + " (" + String.join(", ", items) + ")");
  }

  /** Drools calls the method on null too, so null is asked for first. */
  private Value tested(Value left, String method) {
    Token text = tokens.text("a text in double quotes");
    if (left.type.kind != Type.Kind.TEXT) {
      throw new Refusal(left.at, left.type.what() + " has no letters to look at");
    }
    String test = left.text + " != null && " + left.text + "." + method + "(\"" + text.text() + "\")";
    return new Value(left.at, Type.TRUTH, "(" + test + ")");
  }

  private Value sum() {
    Value left = product();
    while (tokens.peek().is("+") || tokens.peek().is("-")) {
      left = calculated(left, tokens.next(), product());
    }
    return left;
  }

  private Value product() {
    Value left = signed();
    while (tokens.peek().is("*") || tokens.peek().is("/")) {
      left = calculated(left, tokens.next(), signed());
    }
    return left;
  }

  private static Value calculated(Value left, Token sign, Value right) {
    if (left.type.kind != Type.Kind.NUMBER || right.type.kind != Type.Kind.NUMBER) {
      throw new Refusal(sign, "only numbers can be calculated with");
    }
    return new Value(left.at, Type.NUMBER, left.text + " " + sign.text() + " " + right.text);
  }

  private Value signed() {
    Token sign = tokens.peek();
    if (!tokens.skip("-")) {
      return primary();
    }
    Value value = primary();
    return calculated(new Value(sign, Type.NUMBER, "0"), sign, value).in("(", ")");
  }

  private Value primary() {
    Token token = tokens.next();
    return switch (token.kind()) {
      case TEXT -> new Value(token, Type.TEXT, "\"" + token.text() + "\"");
      case NUMBER -> new Value(token, Type.NUMBER, number(token));
      case VARIABLE -> ofVariable(token);
      case WORD -> word(token);
      default -> bracketed(token);
    };
  }

  /** As a double, so that no division is one of whole numbers. */
  private static String number(Token token) {
    return token.text().contains(".") ? token.text() : token.text() + ".0";
  }

  private Value bracketed(Token token) {
    if (!token.is("(")) {
      throw new Refusal(token, "expected a field, a text or a number, found " + token.quoted());
    }
    Value inner = anyOf();
    tokens.expect(")", "this bracket closes what was opened before");
    return inner.in("(", ")");
  }

  private Value ofVariable(Token token) {
    tokens.expect(".", "name the field, as in $i.p95");
    if (token.text().equals(variable)) {
      return path(tokens.word("a field"), fact, null);
    }
    Class<?> other = bound.get(token.text());
    if (other == null) {
      throw new Refusal(token, token.text() + " is not the name of a fact above");
    }
    return path(tokens.word("a field"), other, token.text());
  }

  private Value word(Token token) {
    return switch (token.text()) {
      case "true", "false" -> new Value(token, Type.FLAG, token.text());
      case "null" -> new Value(token, Type.NOTHING, "null");
      default ->
          token.text().equals(token.text().toUpperCase(Locale.ROOT)) && token.text().length() > 1
              ? new Value(token, new Type(Type.Kind.CONSTANT, null), token.text())
              : path(token, fact, null);
    };
  }

  private Value path(Token first, Class<?> owner, @Nullable String ownerName) {
    List<String> fields = new ArrayList<>(List.of(first.text()));
    while (true) {
      if (tokens.skip(".")) {
        fields.add(tokens.word("a field").text());
      } else if (tokens.skip("[")) {
        fields.add(tokens.text("the entry's name in double quotes").text());
        tokens.expect("]", "an entry is written labels[\"name\"]");
      } else {
        break;
      }
    }
    if (tokens.peek().is("(")) {
      throw new Refusal(first, "methods cannot be called: write the field without brackets");
    }
    try {
      FactPath path = FactPath.of(owner, fields);
      String speaker = ownerName != null ? ownerName : variable;
      if (speaker != null) {
        used.computeIfAbsent(speaker, name -> new ArrayList<>()).add(path);
      }
      return new Value(first, Type.of(path), ownerName == null ? path.text() : ownerName + "." + path.text());
    } catch (IllegalArgumentException e) {
      throw new Refusal(first, String.valueOf(e.getMessage()));
    }
  }

  /** One expression: what it gives, and how it is written for Drools. */
  private record Value(Token at, Type type, String text) {

    String asTruth() {
      return type.kind == Type.Kind.FLAG && !text.contains(" ") ? text + " == true" : text;
    }

    Value in(String open, String close) {
      return new Value(at, type, open + text + close);
    }

    /** A constant such as MAJOR gets its type from what it is compared with. */
    Value as(Type other) {
      if (type.kind != Type.Kind.CONSTANT) {
        return this;
      }
      Class<?> words = other.words;
      if (words == null) {
        throw new Refusal(at, "\"" + text + "\" is no field, and nothing here is compared with such a word");
      }
      List<String> names = Stream.of(words.getEnumConstants()).map(constant -> ((Enum<?>) constant).name()).toList();
      if (!names.contains(text)) {
        throw new Refusal(at, "\"" + text + "\" is none of " + String.join(", ", names));
      }
      return new Value(at, other, words.getSimpleName() + "." + text);
    }
  }

  /**
   * What an expression gives.
   *
   * @param words the enum where it gives one
   */
  private record Type(Kind kind, @Nullable Class<?> words) {

    static final Type NUMBER = new Type(Kind.NUMBER, null);
    static final Type TEXT = new Type(Kind.TEXT, null);
    static final Type FLAG = new Type(Kind.FLAG, null);
    static final Type TRUTH = new Type(Kind.TRUTH, null);
    static final Type NOTHING = new Type(Kind.NOTHING, null);

    /** The enums a rule may compare with; the prelude imports them. */
    static final Set<Class<?>> WORDS = Set.of(Severity.class, Category.class, Level.class);

    static Type of(FactPath path) {
      if (path.isNumber()) {
        return NUMBER;
      }
      if (path.type() == boolean.class) {
        return FLAG;
      }
      if (WORDS.contains(path.type())) {
        return new Type(Kind.WORD, path.type());
      }
      if (path.type() != String.class) {
        throw new IllegalArgumentException("rules cannot compare \"" + path.text() + "\"");
      }
      return TEXT;
    }

    boolean comparableWith(Type other) {
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
}
