package io.faultdesk.bench;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Indicators of many services and limits on them, for Faultdesk and for Prometheus alike. In one service of a hundred one
 * indicator stands at half of its limits; all other values lie below every limit.
 *
 * @param indicators how many each service has
 * @param limits how many rules there are for each indicator, each with a limit of its own
 */
public record ManySeries(int indicators, int limits, int services) {

  /** Seconds between two samples of a series. */
  public static final int STEP = 5;

  private static final double LOWEST_LIMIT = 100;

  /** What is compared with the limit. */
  public enum Kind {
    NEWEST_VALUE("newest value", "last", "%s"),
    MINUTE_MEAN("mean of a minute", "recent.mean", "avg_over_time(%s[1m])");

    private final String words;
    private final String field;
    private final String expression;

    Kind(String words, String field, String expression) {
      this.words = words;
      this.field = field;
      this.expression = expression;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public int rules() {
    return indicators * limits;
  }

  /** How many comparisons one evaluation of all rules for all services is. */
  public long comparisons() {
    return (long) rules() * services;
  }

  /** The same series with fewer limits for each indicator. */
  public ManySeries withLimits(int fewer) {
    return new ManySeries(indicators, fewer, services);
  }

  /** The same series of fewer services. */
  public ManySeries withServices(int fewer) {
    return new ManySeries(indicators, limits, fewer);
  }

  public String indicator(int indicator) {
    return "measure_" + indicator;
  }

  public String service(int service) {
    return "service-" + service;
  }

  /** That indicator of that service at that step: always the same number. */
  public double value(int service, int indicator, long step) {
    long mixed = (service * 1_000_003L + indicator) * 0x9E3779B97F4A7C15L + step * 0xD1B54A32D192ED03L;
    mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
    double noise = (mixed >>> 40) / (double) (1 << 24);
    double level = service % 100 == 7 && indicator == service / 100 % indicators ? LOWEST_LIMIT + limits / 2.0 : 60;
    return level + 20 * (noise - 0.5);
  }

  /** The rules as a rule author would write them. */
  public String drl(Kind kind) {
    return "package faultdesk.performance\n" + eachRule("""

        rule "rule-%1$d-%2$d"
        when
          $i : Indicator( name == "measure_%1$d", %4$s > %3$s )
        then
          findings.raise("rule-%1$d-%2$d", $i, MAJOR);
        end
        """, kind.field);
  }

  /** The same rules as Prometheus has them. */
  public String prometheusRules(Kind kind, int everySeconds) {
    return "groups:\n- name: all\n  interval: " + everySeconds + "s\n  rules:\n" + eachRule(
        """
          - {alert: rule-%1$d-%2$d, expr: '%4$s > %3$s', labels: {severity: major}}
        """, kind.expression);
  }

  /** What Prometheus is given when it asks at that step. */
  public String exposition(long step) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < indicators; i++) {
      for (int s = 0; s < services; s++) {
        text.append(indicator(i)).append("{service=\"").append(service(s)).append("\"} ").append(value(s, i, step))
            .append('\n');
      }
    }
    return text.toString();
  }

  private String eachRule(String form, String compared) {
    return IntStream.range(0, indicators)
        .boxed()
        .flatMap(
            i -> IntStream.range(0, limits)
                .mapToObj(
                    k -> form.formatted(i, k, String.format(Locale.ROOT, "%.1f", LOWEST_LIMIT + k),
                        compared.formatted(indicator(i)))))
        .collect(Collectors.joining());
  }
}
