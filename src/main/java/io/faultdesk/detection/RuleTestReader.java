package io.faultdesk.detection;

import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.IndicatorInfo.Bad;
import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.catalog.IndicatorInfo.Missing;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.detection.RuleTest.Claim;
import io.faultdesk.detection.RuleTest.Expectation;
import io.faultdesk.detection.RuleTest.ExpectedFinding;
import io.faultdesk.detection.RuleTest.Foreseen;
import io.faultdesk.detection.SeriesNotation.Tick;
import io.faultdesk.detection.TestNode.Keys;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.prediction.Trend;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads single rule tests; what is wrong with one is thrown as a {@link WrongTest}. */
final class RuleTestReader {

  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));

  private final Map<String, IndicatorInfo> declared;

  /** @param declared what the file declares of indicators, by name */
  RuleTestReader(Map<String, IndicatorInfo> declared) {
    this.declared = declared;
  }

  /** The test that stands there. */
  RuleTest test(TestNode node) {
    Keys keys = node.keys("name", "service", "every", "series", "alerts", "forecasts", "expect");
    String name = keys.required("name").name();
    ServiceInfo service = service(keys.required("service"));
    Duration every = keys.or("every", RuleTestReader::every, Duration.ofSeconds(10));
    Map<String, List<Tick>> series = series(keys.or("series", TestNode::entries, Map.of()));
    List<Claim> alerts = keys.list("alerts", alert -> claim(alert, service));
    List<Foreseen> forecasts = forecasts(keys, service);
    if (series.isEmpty() && alerts.isEmpty() && forecasts.isEmpty()) {
      throw node.wrong("a test has series, alerts or forecasts");
    }
    List<Expectation> expected = expectations(keys.required("expect"));
    Map<String, IndicatorInfo> indicators = new HashMap<>();
    series.keySet().forEach(each -> indicators.put(each, declared.getOrDefault(each, undeclared(each))));
    return new RuleTest(node, name, service, every, indicators, series, alerts, forecasts, expected);
  }

  /** What is declared there of the indicators of that name. */
  static IndicatorInfo indicator(String name, TestNode node) {
    Keys keys = node.keys("unit", "windows", "kind", "missing");
    List<Duration> windows = keys.list("windows", TestNode::time).stream().sorted().distinct().toList();
    return new IndicatorInfo(
        name,
        keys.or("unit", TestNode::text, ""),
        null,
        Bad.HIGH,
        keys.or("kind", kind -> constant(kind, Kind.values()), Kind.GAUGE),
        keys.or("missing", missing -> constant(missing, Missing.values()), Missing.LEAVE),
        windows.isEmpty() ? WINDOWS : windows);
  }

  private static IndicatorInfo undeclared(String name) {
    return new IndicatorInfo(name, "", null, Bad.HIGH, Kind.GAUGE, Missing.LEAVE, WINDOWS);
  }

  private static Duration every(TestNode node) {
    Duration every = node.time();
    if (every.isZero() || every.compareTo(Duration.ofHours(1)) > 0) {
      throw node.wrong("the ticks of series are 1s to 1h apart");
    }
    return every;
  }

  private static ServiceInfo service(TestNode node) {
    if (node.isText()) {
      return new ServiceInfo(
          node.word(ServiceName::of), null, Level.MEDIUM, Set.of(), ServiceInfo.COMMON_FAMILY, true);
    }
    Keys keys = node.keys("name", "team", "criticality", "declared");
    return new ServiceInfo(
        keys.required("name").word(ServiceName::of),
        keys.optional("team", TestNode::name),
        keys.or("criticality", level -> level.word(Level::of), Level.MEDIUM),
        Set.of(),
        ServiceInfo.COMMON_FAMILY,
        keys.or("declared", TestNode::flag, true));
  }

  private static Map<String, List<Tick>> series(Map<String, TestNode> entries) {
    Map<String, List<Tick>> series = new TreeMap<>();
    int left = RuleTest.MAX_SAMPLES;
    for (Map.Entry<String, TestNode> entry : entries.entrySet()) {
      List<Tick> ticks = SeriesNotation.read(entry.getValue(), left);
      left -= ticks.size();
      series.put(entry.getKey(), ticks);
    }
    return series;
  }

  private static Claim claim(TestNode node, ServiceInfo service) {
    Keys keys = node.keys("name", "severity", "category", "labels", "annotations", "sender", "from", "until");
    String name = keys.required("name").name();
    Duration from = keys.or("from", TestNode::time, Duration.ZERO);
    Duration until = keys.optional("until", TestNode::time);
    if (until != null && until.compareTo(from) < 0) {
      throw keys.required("until").wrong("the alert would end before it begins");
    }
    TreeMap<String, String> labels = new TreeMap<>(texts(keys, "labels"));
    labels.put("alertname", name);
    labels.put("service", service.name().value());
    Alert alert =
        new Alert(
            Digest.of(
                labels.entrySet().stream().flatMap(label -> Stream.of(label.getKey(), label.getValue()))
                    .toArray(String[]::new)),
            service.name(),
            name,
            keys.or("severity", severity -> constant(severity, Severity.values()), Severity.MAJOR),
            keys.or("category", category -> category.word(Category::of), Category.OTHER),
            true,
            RuleTest.START.plus(from),
            null,
            labels,
            texts(keys, "annotations"),
            keys.or("sender", TestNode::name, "test"));
    return new Claim(alert, from, until);
  }

  private static List<Foreseen> forecasts(Keys keys, ServiceInfo service) {
    Duration last = Duration.ZERO;
    List<Foreseen> forecasts = new ArrayList<>();
    for (TestNode node : keys.list("forecasts", each -> each)) {
      Foreseen foreseen = foreseen(node, service.name());
      if (foreseen.from().compareTo(last) < 0) {
        throw node.wrong("forecasts stand in the order of time, and this begins before the one above it ends");
      }
      last = foreseen.until() == null ? RuleTest.MAX_LENGTH : foreseen.until();
      forecasts.add(foreseen);
    }
    return forecasts;
  }

  private static Foreseen foreseen(TestNode node, ServiceName service) {
    Keys keys = node.keys("probability", "horizon", "usual", "threshold", "indicator", "limit", "in", "from", "until");
    Duration from = keys.or("from", TestNode::time, Duration.ZERO);
    Duration until = keys.optional("until", TestNode::time);
    if (until != null && until.compareTo(from) <= 0) {
      throw keys.required("until").wrong("the forecast would end before it begins");
    }
    return new Foreseen(foresight(keys, service), from, until);
  }

  /** That a fault is probable, or that an indicator reaches its limit. */
  private static Foresight foresight(Keys keys, ServiceName service) {
    TestNode indicator = keys.optional("indicator", node -> node);
    if (indicator == null) {
      double probability = keys.required("probability").word(RuleTestReader::probability);
      Duration horizon = keys.or("horizon", TestNode::time, Duration.ofMinutes(15));
      double usual = keys.or("usual", node -> node.word(RuleTestReader::probability), Double.NaN);
      double threshold = keys.or("threshold", node -> node.word(RuleTestReader::probability), Double.NaN);
      return new Foresight(
          List.of(Forecast.madeUp(service, probability, horizon.toSeconds(), usual, threshold)), List.of());
    }
    double limit = keys.or("limit", node -> node.word(Double::parseDouble), 100.0);
    Duration in = keys.required("in").time();
    return new Foresight(List.of(), List.of(Trend.madeUp(service, indicator.name(), 0, limit, in.toSeconds())));
  }

  private static double probability(String word) {
    double probability;
    try {
      probability = Double.parseDouble(word);
    } catch (NumberFormatException wrong) {
      probability = Double.NaN;
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is a number from 0 to 1, not \"" + word + "\"");
    }
    return probability;
  }

  private static Map<String, String> texts(Keys keys, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    keys.or(key, TestNode::entries, Map.<String, TestNode>of()).forEach((name, node) -> texts.put(name, node.text()));
    return texts;
  }

  private static List<Expectation> expectations(TestNode node) {
    List<Expectation> expectations = new ArrayList<>();
    Duration last = Duration.ZERO;
    for (TestNode item : node.items()) {
      Expectation expectation = expectation(item);
      if (expectation.from().compareTo(last) < 0) {
        throw item.wrong("what is expected stands in the order of time, and this begins before the one above it ends");
      }
      last = expectation.until();
      expectations.add(expectation);
    }
    if (expectations.isEmpty()) {
      throw node.wrong("a test expects something, if only {at: 10m, open: []}");
    }
    return expectations;
  }

  private static Expectation expectation(TestNode node) {
    Keys keys = node.keys("at", "open", "fired", "not-fired");
    TestNode at = keys.required("at");
    String text = at.text();
    int dots = text.indexOf("..");
    Duration from = dots < 0 ? at.time() : at.time(text.substring(0, dots), 0);
    Duration until = dots < 0 ? from : at.time(text.substring(dots + 2), dots + 2);
    if (until.compareTo(from) < 0) {
      throw at.wrong("this ends before it begins");
    }
    if (until.compareTo(RuleTest.MAX_LENGTH) > 0) {
      throw at.wrong("a test lasts at most 24h");
    }
    List<ExpectedFinding> open = keys.optional("open", each -> keys.list("open", RuleTestReader::finding));
    List<TestNode> fired = keys.list("fired", rule -> rule);
    List<TestNode> silent = keys.list("not-fired", rule -> rule);
    if (open == null && fired.isEmpty() && silent.isEmpty()) {
      throw node.wrong("say what is expected: open, fired or not-fired");
    }
    return new Expectation(at, from, until, open, fired, silent);
  }

  private static ExpectedFinding finding(TestNode node) {
    if (node.isText()) {
      return new ExpectedFinding(node, node.name(), null, null, null, null);
    }
    Keys keys = node.keys("name", "severity", "category", "because", "rule");
    TestNode name = keys.required("name");
    return new ExpectedFinding(
        name,
        name.name(),
        keys.optional("severity", severity -> constant(severity, Severity.values())),
        keys.optional("category", category -> category.word(Category::of)),
        keys.optional("because", TestNode::text),
        keys.optional("rule", rule -> rule));
  }

  private static <E extends Enum<E>> E constant(TestNode node, E[] known) {
    return node.word(
        word -> Arrays.stream(known)
            .filter(each -> word(each).equals(word))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("\"" + word + "\" is none of "
                    + String.join(", ", Arrays.stream(known).map(RuleTestReader::word).toList()))));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
