package io.faultdesk.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final List<String> ALL = List.of("a", "b", "c", "d");

  @Test
  void the_pages_together_are_the_list() {
    Page<String> first = Page.of(ALL, Function.identity(), null, 3);
    assertThat(first).isEqualTo(new Page<>(List.of("a", "b", "c"), "c"));
    assertThat(Page.of(ALL, Function.identity(), first.nextCursor(), 3)).isEqualTo(new Page<>(List.of("d"), null));
  }

  @Test
  void a_full_last_page_has_none_behind_it() {
    assertThat(Page.of(ALL, Function.identity(), "b", 2)).isEqualTo(new Page<>(List.of("c", "d"), null));
  }

  @Test
  void the_entry_of_the_cursor_may_be_gone_by_now() {
    assertThat(Page.of(List.of("a", "c"), Function.identity(), "b", 2)).isEqualTo(new Page<>(List.of("c"), null));
  }
}
