package io.faultdesk.signal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which label of an alert or a series names the service where nothing else is set: the first of these that is not blank. */
public final class ServiceLabel {

  private static final List<String> NAMES = List.of("service", "job", "instance");

  private ServiceLabel() {}

  /** What it says. */
  public static Optional<String> value(Map<String, String> labels) {
    return value(labels, NAMES);
  }

  /** What the first of those labels says that is not blank. */
  static Optional<String> value(Map<String, String> labels, List<String> names) {
    return names.stream().map(name -> labels.getOrDefault(name, "")).filter(value -> !value.isBlank()).findFirst();
  }
}
