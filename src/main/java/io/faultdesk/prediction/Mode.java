package io.faultdesk.prediction;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the model in force may do. */
enum Mode {
  /** What it expects is told to the rules. */
  LIVE,
  /** It is only noted and held against what comes. */
  SHADOW,
  /** It is not asked. */
  OFF;

  /** Of its word; another one is an {@link IllegalArgumentException}. */
  @JsonCreator
  static Mode of(String word) {
    return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a mode is "
            + Arrays.stream(values()).map(Mode::word).collect(Collectors.joining(" or ")) + ", not " + word));
  }

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
