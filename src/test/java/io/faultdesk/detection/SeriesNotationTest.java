package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultdesk.detection.SeriesNotation.Tick;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class SeriesNotationTest {

  @Test
  void a_value_stands_for_one_tick_or_for_as_many_as_are_said() {
    assertThat(read("5 0x2 -1.5x1"))
        .containsExactly(new Tick(0, 5.0), new Tick(1, 0.0), new Tick(2, 0.0), new Tick(3, -1.5));
  }

  @Test
  void a_ramp_begins_with_its_first_value_and_has_as_many_as_are_said() {
    assertThat(read("100+10x3 5-2x2")).extracting(Tick::value).containsExactly(100.0, 110.0, 120.0, 5.0, 3.0);
  }

  @Test
  void gaps_and_ends_take_a_tick_each() {
    assertThat(read("1 _x3 2 end _ 3"))
        .containsExactly(new Tick(0, 1.0), new Tick(4, 2.0), new Tick(5, null), new Tick(7, 3.0));
  }

  @Test
  void what_is_no_part_of_a_series_is_told_where_it_stands() {
    assertThatThrownBy(() -> read("1x2  5y3")).hasMessageStartingWith("a.yaml:1:6: \"5y3\" is no part of a series");
    assertThatThrownBy(() -> read("NaN")).hasMessageContaining("\"NaN\" is no part");
    assertThatThrownBy(() -> read("1 2 3x9")).hasMessageContaining("a.yaml:1:5: the series of a test have at most");
    assertThatThrownBy(() -> read("1x99999999999")).hasMessageContaining("is no part");
  }

  private static List<Tick> read(String text) {
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    return SeriesNotation.read(new TestNode("a.yaml", yaml.compose(new StringReader(text))), 10);
  }
}
