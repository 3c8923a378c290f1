package io.faultdesk.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultdesk.incident.FlapCurve.Spell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The curve of Nagios: 21 states, weights from 0.75 to 1.25. */
class FlapCurveTest {

  private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void what_never_changes_has_no_change() {
    assertThat(FlapCurve.percent(List.of(), MINUTE, NOW)).isZero();
    assertThat(FlapCurve.percent(List.of(open(ago(30 * 60))), MINUTE, NOW)).as("beyond the 21 states").isZero();
  }

  @Test
  void a_change_weighs_more_the_newer_it_is() {
    assertThat(FlapCurve.percent(List.of(open(NOW)), MINUTE, NOW)).isCloseTo(1.25 / 20 * 100, within(1e-9));
    assertThat(FlapCurve.percent(List.of(open(ago(19 * 60))), MINUTE, NOW)).isCloseTo(0.75 / 20 * 100, within(1e-9));
  }

  @Test
  void what_changes_with_every_state_changes_by_all_of_it() {
    List<Spell> spells = IntStream.range(0, 20).mapToObj(i -> new Spell(ago(i * 10 + 5), ago(i * 10))).toList();
    assertThat(FlapCurve.percent(spells, MINUTE, NOW)).isCloseTo(100, within(1e-9));
  }

  @Test
  void a_third_opening_in_quick_succession_is_above_a_fifth() {
    List<Spell> spells = List.of(new Spell(ago(120), ago(100)), new Spell(ago(80), ago(60)), open(NOW));
    assertThat(FlapCurve.percent(spells, MINUTE, NOW)).isGreaterThan(20);
    assertThat(FlapCurve.percent(spells.subList(1, 3), MINUTE, NOW)).isLessThan(20);
  }

  @Test
  void the_change_fades_while_nothing_happens() {
    List<Spell> spells = List.of(new Spell(ago(120), ago(100)), new Spell(ago(80), ago(60)), open(NOW));
    assertThat(FlapCurve.percent(spells, MINUTE, NOW.plus(Duration.ofMinutes(9)))).isBetween(20.0, 25.0);
    assertThat(FlapCurve.percent(spells, MINUTE, NOW.plus(Duration.ofMinutes(18)))).isBetween(1.0, 5.0);
    assertThat(FlapCurve.percent(spells, MINUTE, NOW.plus(Duration.ofMinutes(21)))).isZero();
  }

  @Test
  void an_opening_without_a_clear_before_it_is_no_change() {
    assertThat(FlapCurve.percent(List.of(open(ago(30)), open(NOW)), MINUTE, NOW)).isLessThan(6.5);
  }

  private static Spell open(Instant start) {
    return new Spell(start, null);
  }

  private static Instant ago(int seconds) {
    return NOW.minusSeconds(seconds);
  }
}
