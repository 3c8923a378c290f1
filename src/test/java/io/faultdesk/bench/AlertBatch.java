package io.faultdesk.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A message of numbered alerts of about 480 bytes over a hundred services. Only the numbers are written anew each time, so that
 * making a message costs little.
 */
final class AlertBatch {

  static final int SERVICES = 100;

  private static final int DIGITS = 10;
  private static final Instant STARTS_AT = Instant.now();

  private final byte[] body;
  private final int[] services;
  private final int[] instances;

  AlertBatch(int alerts) {
    services = new int[alerts];
    instances = new int[alerts];
    StringBuilder message = new StringBuilder("[");
    for (int i = 0; i < alerts; i++) {
      message.append(i == 0 ? "{\"labels\":{\"service\":\"crm-" : ",{\"labels\":{\"service\":\"crm-");
      services[i] = message.length();
      message.append("00\",\"instance\":\"node-");
      instances[i] = message.length();
      message.append("0".repeat(DIGITS)).append(rest());
    }
    body = message.append(']').toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The message with alerts of the numbers from that one on; the array is the same each time. */
  byte[] from(long number) {
    for (int i = 0; i < instances.length; i++) {
      write(number + i, instances[i], DIGITS);
      write((number + i) % SERVICES, services[i], 2);
    }
    return body;
  }

  /** The label that tells the alert of that number from all others. */
  static String instance(long number) {
    return "node-%010d:9100".formatted(number);
  }

  /** A message of one alert, of a service of its own. */
  static byte[] single(String service) {
    return "[{\"labels\":{\"service\":\"%s\",\"instance\":\"node-%s%s]".formatted(service, "0".repeat(DIGITS), rest())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String rest() {
    return """
        :9100","alertname":"HighErrorRate","severity":"warning","job":"api","namespace":"production",\
        "pod":"api-7d9f8b6c5-x2x7q","cluster":"eu-1","team":"platform"},\
        "annotations":{"summary":"Many answers are errors","description":"It has been so for 10 minutes",\
        "runbook_url":"https://runbooks.example.org/errors"},"startsAt":"%s","endsAt":"%s",\
        "generatorURL":"http://prometheus:9090/graph?g0.expr=errors"}""".formatted(
        STARTS_AT, STARTS_AT.plus(Duration.ofHours(12)));
  }

  private void write(long number, int at, int digits) {
    long left = number;
    for (int i = at + digits - 1; i >= at; i--) {
      body[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }
}
