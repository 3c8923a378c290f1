package io.faultdesk.rules;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.rules.Range.Interval;
import io.faultdesk.rules.Range.Words;
import io.faultdesk.rules.Sentence.Place;
import io.faultdesk.rules.Statement.Raise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Advice on units: where a sentence tells another one than the figure has, and where a limit was meant in another one. */
final class UnitAdvice {

  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("ms", "ms"), Map.entry("milliseconds", "ms"), Map.entry("s", "s"), Map.entry("seconds", "s"),
          Map.entry("min", "min"), Map.entry("minutes", "min"), Map.entry("h", "h"), Map.entry("hours", "h"),
          Map.entry("%", "%"), Map.entry("percent", "%"));
  private static final String UNIT = "(%|(?:ms|milliseconds|s|seconds|min|minutes|h|hours|percent)\\b)";
  private static final Pattern FOLLOWING = Pattern.compile("^ ?" + UNIT);
  private static final Pattern LIMIT = Pattern.compile("limit\\D{1,12}(\\d+(?:\\.\\d+)?) ?" + UNIT);
  private static final Pattern PER = Pattern.compile("^[\\p{L} -]{0,40}\\bper (second|minute|hour)\\b");
  private static final Map<String, String> RATES = Map.of("second", "1/s", "minute", "1/min", "hour", "1/h");
  private static final double CERTAINLY_NO_SHARE = 2;

  private final @Nullable Catalog catalog;
  private final List<Fault> warnings = new ArrayList<>();

  UnitAdvice(@Nullable Catalog catalog) {
    this.catalog = catalog;
  }

  List<Fault> on(List<ReadRule> rules) {
    for (ReadRule rule : rules) {
      for (int i = 0; i < rule.statements().size(); i++) {
        if (rule.statements().get(i) instanceof Raise raise) {
          new Telling(rule, raise.because(), Scope.of(rule.witnesses().get(rule.speakers().get(i)).condition()))
              .check();
        }
      }
    }
    return warnings;
  }

  /** What one rule says of one fact. */
  private final class Telling {

    private final ReadRule rule;
    private final Sentence sentence;
    private final Scope scope;
    /** Of the indicator; empty where none is declared. */
    private final String unit;

    Telling(ReadRule rule, Sentence sentence, Scope scope) {
      this.rule = rule;
      this.sentence = sentence;
      this.scope = scope;
      unit = declared();
    }

    void check() {
      Matcher place = Sentence.PLACE.matcher(sentence.at().text());
      for (Place told : sentence.places()) {
        if (place.find()) {
          told(told, place.start(), sentence.at().text().substring(place.end()));
        }
      }
      Matcher limit = LIMIT.matcher(sentence.at().text());
      while (limit.find()) {
        limit(Double.parseDouble(limit.group(1)), meant(limit.group(2)), limit.start(1));
      }
      fractionOfPercent();
    }

    private String declared() {
      Comparison name = scope.fields().get("name");
      return catalog != null && scope.fact() == Indicator.class && name != null
          && name.range() instanceof Words words && !words.others() && words.words().size() == 1
              ? catalog.indicator(words.words().iterator().next().replace("\"", "")).unit()
              : "";
    }

    private String unitOf(FactPath path) {
      String last = path.steps().getLast().getName();
      return last.equals("age") || last.equals("horizon") ? "s" : Comparison.isInUnit(path) ? unit : "";
    }

    private void told(Place told, int start, String behind) {
      String name = told.path().text();
      if (told.percent()) {
        shareInPercent(told.path(), start);
        return;
      }
      Matcher following = FOLLOWING.matcher(behind);
      Matcher per = PER.matcher(behind);
      String own = unitOf(told.path());
      if (following.find()) {
        String said = meant(following.group(1));
        if (!own.isEmpty() && !meant(own).equals(said)) {
          warn(start, "the sentence tells " + name + " in " + following.group(1) + ", but it is in " + own);
        } else if (said.equals("%") && own.isEmpty() && isShare(told.path())) {
          warn(start, name + " is a share of 1: write {" + name + "%} to tell it in percent");
        }
      } else if (RATES.containsValue(own) && per.find() && !own.equals(RATES.get(per.group(1)))) {
        warn(start, "the sentence tells " + name + " per " + per.group(1) + ", but it is declared in " + own);
      }
    }

    private boolean isShare(FactPath path) {
      return path.text().equals("probability") || isLimited(path, value -> value > 0 && value < 1);
    }

    private void shareInPercent(FactPath path, int start) {
      String name = path.text();
      String own = unitOf(path);
      if (!own.isEmpty()) {
        warn(start, "{" + name + "%} is for shares and tells 0.5 as 50 %, but " + name + " is in " + own + ": write {"
            + name + "}");
      } else if (Comparison.isInUnit(path) && isLimited(path, value -> value >= CERTAINLY_NO_SHARE)) {
        warn(start, "the sentence tells " + name + " as a share (0.5 is 50 %), but the rule compares it with a limit "
            + "that is far above 1");
      }
    }

    private void limit(double told, String said, int start) {
      scope.limits(limit -> limits(limit).anyMatch(value -> value == told))
          .filter(limit -> !limit.isShare() && UNITS.containsKey(unitOf(limit.path())))
          .filter(limit -> !meant(unitOf(limit.path())).equals(said))
          .findFirst()
          .ifPresent(limit -> warn(start, "the sentence tells the limit in " + said + ", but " + limit.subject()
              + " is in " + unitOf(limit.path())));
    }

    /** Half a percent is a limit too, but then the sentence says so. */
    private void fractionOfPercent() {
      if (!meant(unit).equals("%")) {
        return;
      }
      scope.limits(Comparison::hasUnit).forEach(limit -> limits(limit)
          .filter(value -> value > 0 && value < 1)
          .mapToObj(Interval::plain)
          .filter(value -> !sentence.at().text().matches(".*" + Pattern.quote(value) + " ?%.*"))
          .findFirst()
          .ifPresent(value -> warnings.add(new Fault(rule.file(), limit.at().line(), limit.at().column(),
              limit.subject() + " is in %, so that " + value + " is less than 1 %: write "
                  + Interval.plain(Math.round(Double.parseDouble(value) * 10_000) / 100.0) + " for "
                  + Interval.plain(Math.round(Double.parseDouble(value) * 10_000) / 100.0) + " %"))));
    }

    private boolean isLimited(FactPath path, DoublePredicate by) {
      return scope.limits(limit -> limit.subject().equals(path.text())).flatMapToDouble(this::limits).anyMatch(by);
    }

    private DoubleStream limits(Comparison limit) {
      return limit.range() instanceof Interval range
          ? DoubleStream.of(range.low(), range.high()).filter(Double::isFinite)
          : DoubleStream.empty();
    }

    /** The column behind the quote. */
    private void warn(int offset, String message) {
      Token at = sentence.at();
      warnings.add(new Fault(rule.file(), at.line(), at.column() + 1 + offset, message));
    }
  }

  private static String meant(String unit) {
    return UNITS.getOrDefault(unit, unit);
  }
}
