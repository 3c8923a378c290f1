package io.faultdesk.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a caller may do; a token is given scopes, a person has them by group. */
enum Scope {
  /** Submit samples, alerts and reports. */
  INTAKE,
  /** See everything but tokens and dead letters. */
  READ,
  /** Work on incidents and tasks. */
  OPERATE,
  /** Everything. */
  ADMIN;

  /** The scopes that come with this one, itself included. */
  Set<Scope> implied() {
    return switch (this) {
      case INTAKE, READ -> EnumSet.of(this);
      case OPERATE -> EnumSet.of(OPERATE, READ);
      case ADMIN -> EnumSet.allOf(Scope.class);
    };
  }

  /** The word used in JSON, in the table and as authority. */
  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Scope of(String word) {
    for (Scope scope : values()) {
      if (scope.word().equals(word)) {
        return scope;
      }
    }
    throw new IllegalArgumentException("must be intake, read, operate or admin, not \"" + word + "\"");
  }
}
