package io.faultdesk.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryQueryTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:30Z");

  @Test
  void without_parameters_it_is_the_last_hour_by_the_minute() {
    HistoryQuery query = HistoryQuery.of(null, null, null, NOW, 2000);
    assertThat(query.range().from()).isEqualTo("2026-03-01T11:01:00Z");
    assertThat(query.range().to()).isEqualTo("2026-03-01T12:01:00Z");
    assertThat(query.step()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void a_long_range_gets_a_fitting_step() {
    HistoryQuery query = HistoryQuery.of("2026-02-01T12:00:00+01:00", "1772366400000", null, NOW, 2000);
    assertThat(query.range().from()).isEqualTo("2026-02-01T11:00:00Z");
    assertThat(query.range().to()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(query.step()).isEqualTo(Duration.ofMinutes(169));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "yesterday, -, -, from must be RFC 3339",
        "-, 99999999999999999999, -, to must be RFC 3339",
        "2026-03-01T12:00:00Z, 2026-03-01T11:00:00Z, -, from must lie before to",
        "2026-03-01T12:00:00Z, 2026-03-01T12:00:00Z, -, from must lie before to",
        "-, -, soon, step must be a duration",
        "-, -, 90s, whole number of minutes",
        "-, -, 0s, whole number of minutes",
        "-, -, -5m, whole number of minutes",
        "2020-01-01T00:00:00Z, -, 1m, more than 2000 points",
        "0, 9223372036854775807, -, to must lie"
      })
  void a_wrong_question_is_answered_with_what_is_wrong(String from, String to, String step, String reason) {
    assertThatThrownBy(() -> HistoryQuery.of(from, to, step, NOW, 2000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
