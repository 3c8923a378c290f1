package io.faultdesk.rules;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Trend;
import io.faultdesk.rules.ReadRule.Named;
import io.faultdesk.rules.ReadRule.Use;
import io.faultdesk.rules.ReadRule.Witness;
import io.faultdesk.rules.Statement.Raise;
import io.faultdesk.rules.Statement.RaiseAlert;
import io.faultdesk.rules.Statement.Recover;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the lines between {@code then} and {@code end}: nothing but calls of {@code findings} with plain arguments. */
final class StatementReader {

  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*+(?:-[a-z0-9]++)*+");
  private static final Pattern TIME = Pattern.compile("(\\d{1,5})(s|m|h)");
  private static final Map<Class<?>, List<String>> ALWAYS_TOLD =
      Map.of(
          Indicator.class, List.of("name", "unit", "last"),
          Alert.class, List.of("name", "severity", "sender"),
          ServiceInfo.class, List.of("criticality"),
          Forecast.class, List.of("probability", "usual", "threshold", "horizon", "certainty", "model", "version"),
          Trend.class, List.of("name", "last", "limit", "slope", "seconds", "earliest", "latest"));

  private final TokenStream tokens;
  private final String rule;
  private final Category family;
  private final Map<String, Class<?>> bound;
  private final Map<String, List<FactPath>> used;
  private final List<Statement> statements = new ArrayList<>();
  private final List<Integer> speakers = new ArrayList<>();
  private final List<Named> named = new ArrayList<>();

  StatementReader(
      TokenStream tokens,
      String rule,
      Category family,
      Map<String, Class<?>> bound,
      Map<String, List<FactPath>> used) {
    this.tokens = tokens;
    this.rule = rule;
    this.family = family;
    this.bound = bound;
    this.used = used;
  }

  List<Statement> statements() {
    return statements;
  }

  /** Which of the bound facts each statement is about. */
  List<Integer> speakers() {
    return speakers;
  }

  List<Named> named() {
    return named;
  }

  void statement() {
    tokens.expect("findings", "behind \"then\" stand only findings.raise(…); and findings.recovered(…);");
    tokens.expect(".", "write findings.raise(…); or findings.recovered(…);");
    Token call = tokens.word("raise or recovered");
    tokens.expect("(", "write findings.raise(…); or findings.recovered(…);");
    switch (call.text()) {
      case "raise" -> raise();
      case "recovered" -> recovered();
      default -> throw new Refusal(call, "findings knows raise and recovered, not " + call.quoted());
    }
    tokens.expect(";", "a statement ends with \";\"");
  }

  private void raise() {
    if (tokens.peek().kind() == Token.Kind.VARIABLE) {
      raiseAlert();
      return;
    }
    Token name = findingName();
    Token speaker = speaker();
    tokens.expect(",", "write findings.raise(\"name\", $fact, SEVERITY)");
    Severity severity = severity(tokens.word("CRITICAL, MAJOR, MINOR or WARNING"));
    tokens.expect(")", "write findings.raise(\"name\", $fact, SEVERITY)");
    Details details = new Details(speaker);
    details.read();
    statements.add(
        new Raise(
            rule,
            name.text(),
            severity,
            details.category,
            details.after,
            details.keepFor(),
            details.untilRecovered,
            details.because,
            figures(speaker, details.because)));
    named.add(new Named(name, name.text(), details.use()));
  }

  private void raiseAlert() {
    Token speaker = speaker();
    if (fact(speaker) != Alert.class) {
      throw new Refusal(speaker, "only an alert raises itself: write findings.raise(\"name\", $fact, SEVERITY)");
    }
    tokens.expect(")", "write findings.raise($alert)");
    statements.add(new RaiseAlert(rule));
  }

  private void recovered() {
    Token name = findingName();
    speaker();
    tokens.expect(")", "write findings.recovered(\"name\", $fact)");
    statements.add(new Recover(rule, name.text()));
    named.add(new Named(name, name.text(), Use.RECOVERED));
  }

  private Token findingName() {
    Token name = tokens.text("the finding's name in double quotes");
    if (!NAME.matcher(name.text()).matches() || name.text().length() > 60) {
      throw new Refusal(name,
          "a finding's name is at most 60 small letters, digits and hyphens, as in \"slow-orders\"");
    }
    tokens.expect(",", "the fact follows: (\"name\", $fact …)");
    return name;
  }

  private Token speaker() {
    Token speaker = tokens.variable("the fact, such as $i");
    fact(speaker);
    speakers.add(List.copyOf(bound.keySet()).indexOf(speaker.text()));
    return speaker;
  }

  private Class<?> fact(Token speaker) {
    Class<?> fact = bound.get(speaker.text());
    if (fact == null) {
      throw new Refusal(speaker, speaker.text() + " is not the name of a fact above");
    }
    return fact;
  }

  private static Severity severity(Token word) {
    return Stream.of(Severity.values())
        .filter(severity -> severity.name().equals(word.text()))
        .findFirst()
        .orElseThrow(() -> new Refusal(word, "a severity is CRITICAL, MAJOR, MINOR or WARNING, not " + word.quoted()));
  }

  private List<FactPath> figures(Token speaker, Sentence because) {
    Class<?> fact = fact(speaker);
    return Stream.of(told(fact), used.getOrDefault(speaker.text(), List.of()), because.paths())
        .flatMap(Collection::stream)
        .distinct()
        .toList();
  }

  private static List<FactPath> told(Class<?> fact) {
    return ALWAYS_TOLD.getOrDefault(fact, List.of()).stream().map(field -> FactPath.of(fact, List.of(field))).toList();
  }

  /** The patterns among these that bind a fact, with what is to be told of it. */
  List<Witness> witnesses(List<Condition> conditions) {
    List<Witness> witnesses = new ArrayList<>();
    for (Condition condition : conditions) {
      String variable = condition.variable();
      if (variable != null) {
        List<FactPath> paths =
            Stream.of(told(condition.fact()), used.getOrDefault(variable, List.of()))
                .flatMap(Collection::stream).distinct().toList();
        witnesses.add(new Witness(variable, condition, paths));
      }
    }
    return witnesses;
  }

  /** What follows {@code raise(…)}: each at most once, in any order. */
  private final class Details {

    private final Token speaker;
    private final Set<String> seen = new HashSet<>();
    private Category category = family;
    private Duration after = Duration.ZERO;
    private @Nullable Duration keepFor;
    private boolean untilRecovered;
    private Sentence because;

    Details(Token speaker) {
      this.speaker = speaker;
      because = new Sentence(speaker, List.of(rule), List.of());
    }

    void read() {
      while (tokens.skip(".")) {
        Token call = tokens.word("after, keepFor, untilRecovered, as or because");
        if (!seen.add(call.text())) {
          throw new Refusal(call, call.text() + " stands here twice");
        }
        tokens.expect("(", call.text() + " needs brackets");
        switch (call.text()) {
          case "after" -> after = time();
          case "keepFor" -> keepFor = time();
          case "untilRecovered" -> untilRecovered = true;
          case "as" -> category = category();
          case "because" -> because = sentence();
          default ->
              throw new Refusal(
                  call, "a finding knows after, keepFor, untilRecovered, as and because, not " + call.quoted());
        }
        tokens.expect(")", call.text() + " takes no more than this");
      }
    }

    Use use() {
      return untilRecovered ? Use.RAISED_UNTIL_RECOVERED : keepFor != null ? Use.RAISED_AND_KEPT : Use.RAISED;
    }

    /** Where a recovery is named, it alone decides. */
    Duration keepFor() {
      return keepFor != null ? keepFor : untilRecovered ? Duration.ZERO : KEPT;
    }

    private Duration time() {
      Token text = tokens.text("a time in double quotes, such as \"30s\", \"5m\" or \"1h\"");
      Matcher time = TIME.matcher(text.text());
      if (!time.matches()) {
        throw new Refusal(text, "a time is written \"30s\", \"5m\" or \"1h\"");
      }
      long amount = Long.parseLong(time.group(1));
      return switch (time.group(2)) {
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        default -> Duration.ofHours(amount);
      };
    }

    private Category category() {
      Token word = tokens.text("a category in double quotes, such as \"availability\"");
      try {
        return Category.of(word.text());
      } catch (IllegalArgumentException e) {
        throw new Refusal(word, "a category " + String.valueOf(e.getMessage()));
      }
    }

    private Sentence sentence() {
      Token text = tokens.text("a sentence in double quotes");
      try {
        return Sentence.of(text, fact(speaker));
      } catch (IllegalArgumentException e) {
        throw new Refusal(text, String.valueOf(e.getMessage()));
      }
    }
  }
}
