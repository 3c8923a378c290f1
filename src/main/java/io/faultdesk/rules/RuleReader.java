package io.faultdesk.rules;

import io.faultdesk.rules.Token.Kind;
import io.faultdesk.shared.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one rule file by the white list: package, imports of the fact types, rules of patterns and calls of the
 * façade. Whatever is not on it is a {@link Fault}; the rules beside it are still read.
 */
final class RuleReader {

  /** A join of more facts than this could take minutes. */
  private static final int MAX_PATTERNS = 4;

  private static final int MAX_STATEMENTS = 20;

  private static final Map<String, Category> FAMILIES =
      Map.of(
          "performance", Category.PERFORMANCE,
          "availability", Category.AVAILABILITY,
          "dataquality", Category.DATA_QUALITY,
          "business", Category.BUSINESS_PROCESS,
          "customer", Category.CUSTOMER,
          "security", Category.SECURITY,
          "forecasts", Category.AVAILABILITY,
          "alerts", Category.OTHER);

  private static final Set<String> IMPORTS =
      Set.of(
          "io.faultdesk.indicator.Indicator",
          "io.faultdesk.signal.Alert",
          "io.faultdesk.catalog.ServiceInfo",
          "io.faultdesk.prediction.Forecast",
          "io.faultdesk.prediction.Trend");

  private final String file;
  private final List<ReadRule> rules = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final TokenStream tokens;
  private String family = "";
  private Category category = Category.OTHER;

  private RuleReader(String file, TokenStream tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  /** What that file holds. */
  static Reading read(String file, String text) {
    try {
      return read(file, Tokens.of(text));
    } catch (Refusal refusal) {
      return new Reading(List.of(), List.of(refusal.in(file)));
    }
  }

  /** The same, where its tokens stand at other places. */
  static Reading read(String file, List<Token> tokens) {
    try {
      RuleReader reader = new RuleReader(file, new TokenStream(tokens));
      reader.file();
      return new Reading(reader.rules, reader.faults);
    } catch (Refusal refusal) {
      return new Reading(List.of(), List.of(refusal.in(file)));
    }
  }

  private void file() {
    tokens.expect("package", "a rule file starts with \"package faultdesk.FAMILY\"");
    Token start = tokens.peek();
    String name = qualified();
    family = name.startsWith("faultdesk.") ? name.substring("faultdesk.".length()) : "";
    Category known = FAMILIES.get(family);
    if (known == null) {
      throw new Refusal(
          start, "the package is faultdesk.FAMILY, with one of "
              + String.join(", ", FAMILIES.keySet().stream().sorted().toList()));
    }
    category = known;
    tokens.skip(";");
    while (tokens.skip("import")) {
      Token target = tokens.peek();
      if (!IMPORTS.contains(qualified())) {
        throw new Refusal(target, "only Indicator, Alert, ServiceInfo, Forecast and Trend may be imported");
      }
      tokens.skip(";");
    }
    while (tokens.peek().kind() != Kind.END) {
      rule();
    }
  }

  private String qualified() {
    StringBuilder name = new StringBuilder(tokens.word("a name").text());
    while (tokens.skip(".")) {
      name.append('.').append(tokens.word("a name").text());
    }
    return name.toString();
  }

  private void rule() {
    try {
      rules.add(oneRule());
    } catch (Refusal refusal) {
      faults.add(refusal.in(file));
      tokens.skipBehind("end", "rule");
    }
  }

  private ReadRule oneRule() {
    tokens.expect("rule", "only rules may stand here");
    Token at = tokens.text("a rule has a name in double quotes");
    if (at.text().isBlank() || at.text().length() > 200) {
      throw new Refusal(at, "a rule's name has 1 to 200 characters");
    }
    int salience = salience();
    tokens.expect("when", "a rule is salience (if any), when, then, end");
    Map<String, Class<?>> bound = new LinkedHashMap<>();
    ConditionReader conditions = new ConditionReader(tokens, bound);
    List<Condition> patterns = new ArrayList<>();
    while (!tokens.skip("then")) {
      if (patterns.size() == MAX_PATTERNS) {
        throw new Refusal(tokens.peek(), "a rule has at most " + MAX_PATTERNS + " patterns");
      }
      patterns.add(conditions.condition());
    }
    StatementReader then =
        new StatementReader(tokens, at.text(), category, bound, conditions.used());
    while (!tokens.skip("end")) {
      if (then.statements().size() == MAX_STATEMENTS) {
        throw new Refusal(tokens.peek(), "a rule says at most " + MAX_STATEMENTS + " things");
      }
      then.statement();
    }
    if (then.statements().isEmpty()) {
      throw new Refusal(at, "this rule says nothing: raise a finding or say that it has recovered");
    }
    return new ReadRule(
        file, family, at.text(), at, salience, patterns, then.witnesses(patterns), then.statements(), then.speakers(),
        then.named());
  }

  private int salience() {
    if (!tokens.skip("salience")) {
      return 0;
    }
    boolean negative = tokens.skip("-");
    Token number = tokens.next();
    if (number.kind() != Kind.NUMBER || number.text().length() > 6 || number.text().contains(".")) {
      throw new Refusal(number, "salience is a whole number of at most six digits");
    }
    int value = Integer.parseInt(number.text());
    return negative ? -value : value;
  }

  /** The good rules and the faults of one file or of many. */
  record Reading(List<ReadRule> rules, List<Fault> faults) {

    /** Of a file that could not be read at all. */
    static Reading of(Fault fault) {
      return new Reading(List.of(), List.of(fault));
    }
  }
}
