package io.faultdesk.demo;

import java.util.Map;

/**
 * The five ways in which the simulated platform breaks, in their order: which indicators of which services go where, and how far they go
 * there before. What a service had before is long enough ago when it is to be foreseen what it gets next.
 */
enum Breakdown {
  SLOW_DATABASE(
      "The customer database has become slow: somebody dropped an index.",
      "database",
      0.16,
      Map.of(
          "crm-db/response-time", 900.0,
          "crm-db/slow-queries", 60.0,
          "crm-db/db-connections-used", 98.0,
          "crm-db/cpu", 93.0)),
  ORDER_BACKLOG(
      "The order worker hangs, orders pile up.",
      "business",
      0.14,
      Map.of("crm-order/order-backlog", 900.0, "crm-order/order-cycle-time", 55.0, "crm-order/queue-length", 700.0)),
  DUPLICATE_CUSTOMERS(
      "A nightly import has written customer records twice.",
      "data-quality",
      0.08,
      Map.of("crm-db/duplicate-customers", 40.0, "crm-marketing/missing-fields", 0.22)),
  LOGIN_ATTACK(
      "Somebody tries passwords by the thousand.",
      "security-team",
      0.03,
      Map.of("crm-web/login-failures", 400.0, "crm-web/password-resets", 45.0, "crm-web/permission-denied", 60.0)),
  ERRORS_AFTER_DEPLOY(
      "A new version of the API is live, and every fourth call fails.",
      "platform",
      0,
      Map.of("crm-api/error-rate", 0.25, "crm-web/error-rate", 0.12, "crm-api/cpu", 71.0));

  private final String story;
  private final String team;
  private final double omen;
  private final Map<String, Double> levels;

  Breakdown(String story, String team, double omen, Map<String, Double> levels) {
    this.story = story;
    this.team = team;
    this.omen = omen;
    this.levels = levels;
  }

  /** What happened, in one sentence. */
  String story() {
    return story;
  }

  /** The team that will be asked to look into it. */
  String team() {
    return team;
  }

  /** How far of the way its indicators have gone when it breaks; 0 where nothing announces it, as a new version. */
  double omen() {
    return omen;
  }

  /** Where this indicator, as {@code service/indicator}, goes while the breakdown lasts; its normal level elsewhere. */
  double level(String indicator, double normal) {
    return levels.getOrDefault(indicator, normal);
  }
}
