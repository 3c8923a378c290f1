package io.faultdesk.signal.alertmanager;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.ServiceLabel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;

/** The non-empty labels of an alert, sorted by name, and what they say. */
record Labels(SortedMap<String, String> byName) {

  private static final int MAX_NAME = 200;

  /**
   * The same for the same labels by whatever route: {@link Digest} over name, value, name, value … in UTF-8, names in
   * the order of their UTF-16 code units.
   */
  String identity() {
    return Digest.of(
        byName.entrySet().stream()
            .flatMap(label -> Stream.of(label.getKey(), label.getValue()))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new));
  }

  ServiceName service() {
    return ServiceLabel.value(byName).map(ServiceName::of).orElseGet(() -> ServiceName.of("unknown"));
  }

  /** The alert's name, or all its labels where it has none, cut to a length every page and column can hold. */
  String name() {
    String name = byName.getOrDefault("alertname", byName.toString());
    return name.length() <= MAX_NAME ? name : name.substring(0, name.offsetByCodePoints(0, MAX_NAME / 2));
  }

  Severity severity() {
    return switch (byName.getOrDefault("severity", "").toLowerCase(Locale.ROOT)) {
      case "critical" -> Severity.CRITICAL;
      case "warning", "minor" -> Severity.MINOR;
      case "info" -> Severity.WARNING;
      default -> Severity.MAJOR;
    };
  }

  Category category() {
    return Category.orOther(byName.get("category"));
  }
}
