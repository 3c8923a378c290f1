package io.faultdesk.demo;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The simulated CRM platform: eight services with a daily rhythm and noise, which can break. The same seed, time and breakdown
 * always give the same figures.
 */
final class CrmPlatform {

  private final long seed;

  CrmPlatform(long seed) {
    this.seed = seed;
  }

  /** One measured figure. */
  record Measurement(String service, String indicator, double value, Instant time) {}

  /**
   * Everything the platform measures at that moment.
   *
   * @param breakdown what breaks, null for nothing
   * @param onset how far of the way the figures have gone there, 0 to 1
   */
  List<Measurement> measure(Instant now, @Nullable Breakdown breakdown, double onset) {
    Random noise = new Random(seed ^ now.toEpochMilli());
    double traffic = traffic(now);
    List<Measurement> all = new ArrayList<>();
    for (Gauge gauge : GAUGES) {
      double normal = gauge.level(traffic);
      double level = breakdown == null
          ? normal
          : normal + onset * (breakdown.level(gauge.service() + "/" + gauge.indicator(), normal) - normal);
      all.add(new Measurement(gauge.service(), gauge.indicator(), gauge.noisy(level, noise), now));
    }
    return all;
  }

  /** From 0.25 at night to 1 in the early afternoon. */
  private static double traffic(Instant now) {
    double hour = LocalTime.ofInstant(now, ZoneOffset.UTC).toSecondOfDay() / 3600.0;
    return 0.625 + 0.375 * Math.cos((hour - 14) / 24 * 2 * Math.PI);
  }

  /**
   * One indicator in good health.
   *
   * @param rest its level without traffic
   * @param busy what full traffic adds
   * @param spread relative standard deviation of its noise
   * @param max the largest value that makes sense
   * @param parts into how many parts a unit can be divided
   */
  private record Gauge(
      String service, String indicator, double rest, double busy, double spread, double max, double parts) {

    Gauge(String service, String indicator, double rest, double busy, double spread, double max) {
      this(service, indicator, rest, busy, spread, max, 1000);
    }

    /** Of what is counted, there is no half. */
    static Gauge count(String service, String indicator, double rest, double busy, double spread) {
      return new Gauge(service, indicator, rest, busy, spread, ANY, 1);
    }

    double level(double traffic) {
      return rest + busy * traffic;
    }

    double noisy(double level, Random noise) {
      double value = Math.clamp(level * (1 + spread * noise.nextGaussian()), 0, max);
      return Math.round(value * parts) / parts;
    }
  }

  private static final double ANY = 1e9;

  private static final List<Gauge> GAUGES = List.of(
      new Gauge("crm-web", "response-time", 90, 60, 0.08, ANY),
      new Gauge("crm-web", "error-rate", 0.002, 0.001, 0.3, 1),
      new Gauge("crm-web", "throughput", 20, 180, 0.05, ANY),
      Gauge.count("crm-web", "active-users", 150, 1400, 0.04),
      new Gauge("crm-web", "cart-abandonment", 0.22, 0.02, 0.06, 1),
      Gauge.count("crm-web", "login-failures", 2, 4, 0.3),
      Gauge.count("crm-web", "password-resets", 0.5, 1.5, 0.4),
      Gauge.count("crm-web", "permission-denied", 0.5, 1, 0.5),
      new Gauge("crm-web", "cpu", 12, 30, 0.06, 100),
      new Gauge("crm-api", "response-time", 45, 40, 0.08, ANY),
      new Gauge("crm-api", "error-rate", 0.002, 0.001, 0.3, 1),
      new Gauge("crm-api", "throughput", 60, 500, 0.05, ANY),
      new Gauge("crm-api", "cpu", 15, 35, 0.06, 100),
      new Gauge("crm-api", "memory", 48, 10, 0.01, 100),
      new Gauge("crm-order", "response-time", 110, 70, 0.08, ANY),
      new Gauge("crm-order", "error-rate", 0.001, 0.001, 0.3, 1),
      Gauge.count("crm-order", "order-backlog", 8, 14, 0.15),
      new Gauge("crm-order", "order-cycle-time", 9, 4, 0.08, ANY),
      Gauge.count("crm-order", "queue-length", 4, 18, 0.2),
      new Gauge("crm-payment", "response-time", 180, 60, 0.08, ANY),
      new Gauge("crm-payment", "error-rate", 0.001, 0.001, 0.3, 1),
      new Gauge("crm-payment", "payment-declines", 0.03, 0.005, 0.1, 1),
      new Gauge("crm-db", "response-time", 9, 12, 0.1, ANY),
      Gauge.count("crm-db", "slow-queries", 0.3, 1, 0.4),
      new Gauge("crm-db", "db-connections-used", 18, 30, 0.05, 100),
      new Gauge("crm-db", "cpu", 14, 34, 0.06, 100),
      new Gauge("crm-db", "memory", 61, 6, 0.01, 100),
      Gauge.count("crm-db", "duplicate-customers", 0.4, 0.2, 0.5),
      new Gauge("crm-search", "response-time", 55, 40, 0.1, ANY),
      new Gauge("crm-search", "error-rate", 0.001, 0.001, 0.3, 1),
      new Gauge("crm-search", "sync-delay", 4, 5, 0.2, ANY),
      Gauge.count("crm-notify", "queue-length", 3, 25, 0.25),
      new Gauge("crm-notify", "error-rate", 0.002, 0.001, 0.3, 1),
      new Gauge("crm-marketing", "missing-fields", 0.02, 0.003, 0.1, 1),
      Gauge.count("crm-marketing", "complaints", 1, 2, 0.3),
      Gauge.count("crm-marketing", "churn-requests", 0.4, 0.6, 0.4));
}
