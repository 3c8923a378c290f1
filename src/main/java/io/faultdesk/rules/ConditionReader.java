package io.faultdesk.rules;

import io.faultdesk.rules.Condition.Constraint;
import io.faultdesk.rules.Condition.Sense;
import io.faultdesk.rules.Meaning.Claims;
import io.faultdesk.rules.Meaning.Field;
import io.faultdesk.rules.Meaning.Figure;
import io.faultdesk.rules.Meaning.Word;
import io.faultdesk.rules.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the patterns between {@code when} and {@code then}, and checks the type of every comparison. */
final class ConditionReader {

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> TEXT_TESTS = Set.of("startsWith", "endsWith");

  /** Nobody reads deeper ones, and those who compile them call themselves once for each. */
  private static final int MAX_DEPTH = 20;

  private static final int MAX_VALUES = 500;

  private static final Pattern ENTRY = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.:/ -]++");

  private final TokenStream tokens;
  private final Map<String, Class<?>> bound;
  private final Map<String, List<FactPath>> used = new HashMap<>();
  private final List<FactPath> own = new ArrayList<>();
  private int depth;
  private int values;
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
    depth = 0;
    values = 0;
    Sense sense = tokens.skip("not") ? Sense.NOT : tokens.skip("exists") ? Sense.EXISTS : Sense.MATCH;
    variable = sense == Sense.MATCH ? name() : null;
    Token type = tokens.word("a fact: Indicator, Alert, ServiceInfo, Forecast or Trend");
    Class<?> matched = FactPath.FACTS.get(type.text());
    if (matched == null) {
      throw new Refusal(
          type, type.quoted()
              + " is not allowed here: write [not|exists] [$name :] Indicator, Alert, ServiceInfo, Forecast or Trend");
    }
    fact = matched;
    List<Constraint> constraints = constraints();
    if (variable != null) {
      bound.put(variable, fact);
    }
    return new Condition(start.line(), sense, variable, fact, constraints);
  }

  /** The author's, or one that no author can write. */
  private String name() {
    if (tokens.peek().kind() != Kind.VARIABLE) {
      return "$_" + bound.size();
    }
    Token name = tokens.variable("a name such as $i");
    if (bound.containsKey(name.text())) {
      throw new Refusal(name, name.text() + " is taken: give this fact another name");
    }
    tokens.expect(":", "a fact is named as in \"$i : Indicator( … )\"");
    return name.text();
  }

  private List<Constraint> constraints() {
    tokens.expect("(", "what the fact must be like stands in brackets");
    List<Constraint> constraints = new ArrayList<>();
    if (!tokens.skip(")")) {
      do {
        constraints.add(constraint());
      } while (tokens.skip(","));
      tokens.expect(")", "comparisons are joined by \",\", \"&&\" or \"||\"");
    }
    return constraints;
  }

  private Constraint constraint() {
    Token at = tokens.peek();
    int start = tokens.position();
    own.clear();
    Expression truth = truth(anyOf());
    return new Constraint(
        at, tokens.textSince(start), truth.text(), List.copyOf(own), truth.meaning().claims(truth.at()));
  }

  private Expression anyOf() {
    return joined("||", allOf(), this::allOf);
  }

  private Expression allOf() {
    return joined("&&", comparison(), this::comparison);
  }

  private Expression joined(String sign, Expression start, Supplier<Expression> further) {
    Expression left = start;
    while (tokens.peek().is(sign)) {
      tokens.next();
      Expression one = truth(left);
      Expression other = truth(further.get());
      Claims first = one.meaning().claims(one.at());
      Claims second = other.meaning().claims(other.at());
      left = new Expression(one.at(), ExpressionType.TRUTH, one.text() + " " + sign + " " + other.text(),
          sign.equals("&&") ? first.and(second) : first.or(second));
    }
    return left;
  }

  private static Expression truth(Expression value) {
    if (value.type().kind() != ExpressionType.Kind.TRUTH && value.type().kind() != ExpressionType.Kind.FLAG) {
      throw new Refusal(value.at(), "this is not a comparison");
    }
    return new Expression(value.at(), ExpressionType.TRUTH, value.asTruth(), value.meaning().claims(value.at()));
  }

  private Expression comparison() {
    Expression left = sum();
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

  private static Expression compared(Expression left, Token sign, Expression right) {
    boolean equality = sign.text().equals("==") || sign.text().equals("!=");
    Expression first = left.as(right.type());
    Expression second = right.as(left.type());
    if (!first.type().comparableWith(second.type())) {
      throw new Refusal(sign, left.type().what() + " cannot be compared with " + right.type().what());
    }
    if (first.type().kind() == ExpressionType.Kind.NUMBER ? sign.text().equals("!=") : !equality) {
      throw new Refusal(
          sign,
          first.type().kind() == ExpressionType.Kind.NUMBER
              ? "numbers are compared with <, <=, ==, >= and >"
              : first.type().what() + " is compared with == or !=");
    }
    boolean equalNumbers = first.type().kind() == ExpressionType.Kind.NUMBER && equality;
    return new Expression(left.at(), ExpressionType.TRUTH,
        equalNumbers ? same(first, second) : first.text() + " " + sign.text() + " " + second.text(),
        Meaning.compared(left.at(), first.meaning(), sign.text(), second.meaning()));
  }

  /** Drools looks up equal numbers by their bits, so it takes NaN for NaN and 0 for another number than -0. */
  private static String same(Expression one, Expression other) {
    return "(" + one.text() + " >= " + other.text() + " && " + one.text() + " <= " + other.text() + ")";
  }

  private Expression listed(Expression left, String operator) {
    if (left.type().kind() == ExpressionType.Kind.TRUTH || left.type().kind() == ExpressionType.Kind.FLAG
        || left.type().kind() == ExpressionType.Kind.NOTHING) {
      throw new Refusal(left.at(), "only a number, a text or a word can be in a list");
    }
    boolean numbers = left.type().kind() == ExpressionType.Kind.NUMBER;
    if (numbers && operator.equals("not in")) {
      throw new Refusal(left.at(), "a number that is not known is in no list: write what the number has to be");
    }
    tokens.expect("(", "a list is written (\"a\", \"b\")");
    List<String> items = new ArrayList<>();
    List<Meaning> meanings = new ArrayList<>();
    do {
      Expression item = primary().as(left.type());
      if (!item.type().equals(left.type())) {
        throw new Refusal(item.at(), left.type().what() + " cannot be compared with " + item.type().what());
      }
      items.add(numbers ? same(left, item) : item.text());
      meanings.add(item.meaning());
    } while (tokens.skip(","));
    tokens.expect(")", "a list is written (\"a\", \"b\")");
    return new Expression(left.at(), ExpressionType.TRUTH,
        numbers
            ? "(" + String.join(" || ", items) + ")"
            : left.text() + " " + operator + " (" + String.join(", ", items) + ")",
        Meaning.listed(left.at(), left.meaning(), operator.equals("not in"), meanings));
  }

  /** Drools calls the method on null too, so null is asked for first. */
  private Expression tested(Expression left, String method) {
    Token text = tokens.text("a text in double quotes");
    if (left.type().kind() != ExpressionType.Kind.TEXT) {
      throw new Refusal(left.at(), left.type().what() + " has no letters to look at");
    }
    String test = left.text() + " != null && " + left.text() + "." + method + "(\"" + text.text() + "\")";
    return new Expression(left.at(), ExpressionType.TRUTH, "(" + test + ")", Meaning.UNKNOWN);
  }

  private Expression sum() {
    Expression left = product();
    while (tokens.peek().is("+") || tokens.peek().is("-")) {
      left = calculated(left, tokens.next(), product());
    }
    return left;
  }

  private Expression product() {
    Expression left = signed();
    while (tokens.peek().is("*") || tokens.peek().is("/")) {
      left = calculated(left, tokens.next(), signed());
    }
    return left;
  }

  private static Expression calculated(Expression left, Token sign, Expression right) {
    if (left.type().kind() != ExpressionType.Kind.NUMBER || right.type().kind() != ExpressionType.Kind.NUMBER) {
      throw new Refusal(sign, "only numbers can be calculated with");
    }
    Meaning result = Meaning.calculated(left.meaning(), sign.text(), right.meaning());
    if (result instanceof Figure figure && !Double.isFinite(figure.value())) {
      throw new Refusal(sign, "nothing can be divided by 0");
    }
    return new Expression(left.at(), ExpressionType.NUMBER, left.text() + " " + sign.text() + " " + right.text(),
        result);
  }

  private Expression signed() {
    Token sign = tokens.peek();
    if (!tokens.skip("-")) {
      return primary();
    }
    Expression value = primary();
    return calculated(new Expression(sign, ExpressionType.NUMBER, "0", new Figure(0)), sign, value).in("(", ")");
  }

  private Expression primary() {
    Token token = tokens.next();
    if (++values > MAX_VALUES) {
      throw new Refusal(token, "a pattern has at most " + MAX_VALUES + " fields, texts and numbers");
    }
    return switch (token.kind()) {
      case TEXT -> literal(token, ExpressionType.TEXT, token.written());
      case NUMBER ->
          new Expression(token, ExpressionType.NUMBER, number(token), new Figure(Double.parseDouble(token.text())));
      case VARIABLE -> ofVariable(token);
      case WORD -> word(token);
      default -> bracketed(token);
    };
  }

  private static Expression literal(Token token, ExpressionType type, String text) {
    return new Expression(token, type, text, new Word(text));
  }

  /** As a double, so that no division is one of whole numbers; Drools takes a leading zero for something else. */
  private static String number(Token token) {
    String plain = new BigDecimal(token.text()).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private Expression bracketed(Token token) {
    if (!token.is("(")) {
      throw new Refusal(token, "expected a field, a text or a number, found " + token.quoted());
    }
    if (++depth > MAX_DEPTH) {
      throw new Refusal(token, "brackets stand at most " + MAX_DEPTH + " deep in each other");
    }
    Expression inner = anyOf();
    depth--;
    tokens.expect(")", "this bracket closes what was opened before");
    return inner.in("(", ")");
  }

  private Expression ofVariable(Token token) {
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

  private Expression word(Token token) {
    return switch (token.text()) {
      case "true", "false" -> literal(token, ExpressionType.FLAG, token.text());
      case "null" -> literal(token, ExpressionType.NOTHING, "null");
      default ->
          token.text().equals(token.text().toUpperCase(Locale.ROOT)) && token.text().length() > 1
              ? literal(token, new ExpressionType(ExpressionType.Kind.CONSTANT, null), token.text())
              : path(token, fact, null);
    };
  }

  /** Drools stumbles over a comment sign in it. */
  private String entry() {
    Token name = tokens.text("the entry's name in double quotes");
    if (!ENTRY.matcher(name.text()).matches()) {
      throw new Refusal(name, "an entry's name is letters, digits, spaces and _ . : / -");
    }
    return name.text();
  }

  private Expression path(Token first, Class<?> owner, @Nullable String ownerName) {
    List<String> fields = new ArrayList<>(List.of(first.text()));
    while (true) {
      if (tokens.skip(".")) {
        fields.add(tokens.word("a field").text());
      } else if (tokens.skip("[")) {
        fields.add(entry());
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
      if (ownerName == null) {
        own.add(path);
      }
      String speaker = ownerName != null ? ownerName : variable;
      if (speaker != null) {
        used.computeIfAbsent(speaker, name -> new ArrayList<>()).add(path);
      }
      return new Expression(first, ExpressionType.of(path),
          ownerName == null ? path.text() : ownerName + "." + path.text(),
          ownerName == null ? Field.of(path) : Meaning.UNKNOWN);
    } catch (IllegalArgumentException e) {
      throw new Refusal(first, String.valueOf(e.getMessage()));
    }
  }
}
