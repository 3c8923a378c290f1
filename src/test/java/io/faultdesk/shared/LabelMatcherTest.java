package io.faultdesk.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMatcherTest {

  private static final Map<String, String> LABELS = Map.of("env", "prod", "path", "a\"b\\c");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "env=\"prod\" ; true",
        "env = prod ; true",
        "env=\"pro\" ; false",
        "env!=\"lab\" ; true",
        "env!=\"prod\" ; false",
        "env=~\"pro.*\" ; true",
        "env=~\"ro\" ; false",
        "env!~\"lab|test\" ; true",
        "env!~\"lab|prod\" ; false",
        "zone=\"\" ; true",
        "zone!=\"\" ; false",
        "zone=~\".*\" ; true",
        "path=\"a\\\"b\\\\c\" ; true",
      })
  void a_matcher_means_what_it_means_to_prometheus(String matcher, boolean matches) {
    assertThat(LabelMatcher.of(matcher).test(LABELS)).isEqualTo(matches);
  }

  @Test
  void a_long_text_is_read_in_one_go() {
    String spaces = " ".repeat(1_000_000);
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
      assertThat(LabelMatcher.of("env = x" + spaces + "y" + spaces).value()).hasSize(1_000_002);
      assertThatThrownBy(() -> LabelMatcher.of(spaces + "env" + spaces)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> LabelMatcher.of("e".repeat(1_000_000))).isInstanceOf(IllegalArgumentException.class);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "env", "=prod", "2nd=prod", "env=~\"(\"", "env==\"prod\"", "env=\"prod", "env=prod\"",
    "env=\"a\"b\""})
  void what_is_no_matcher_is_refused_with_its_text(String text) {
    assertThatThrownBy(() -> LabelMatcher.of(text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text.equals("env=~\"(\"") ? "(" : "\"" + text + "\"");
  }
}
