package io.faultdesk.shared;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of one component of the watched platform, 1 to 200 characters, without control characters. */
public record ServiceName(@JsonValue String value) implements Comparable<ServiceName> {

  /** The longest name that is taken, in characters. */
  public static final int MAX_LENGTH = 200;

  public ServiceName {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a service name must not be blank");
    }
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a service name has at most " + MAX_LENGTH + " characters");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a service name must not hold control characters");
    }
  }

  /** The service of that name. */
  @JsonCreator
  public static ServiceName of(String value) {
    return new ServiceName(value);
  }

  @Override
  public int compareTo(ServiceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
