package io.faultdesk.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which regular expressions may come from outside. */
class BoundedPatternTest {

  /** More than any expression here may need, and far less than what they would without a bound. */
  private static final long MEMORY = 20_000_000;

  @ParameterizedTest
  @ValueSource(strings = {
    "(((x{1000}){1000}){1000})", "(x{1000}){1000}", "((((x{40}){40}){40}){40})", "(x{1000}[(]){1000}",
    "(((x{1000}[(]){1000}[(]){1000}", "(x{1000}[]()]){1000}", "(x{1000}[^](]){1000}", "(x{1000}[a\\](]){1000}",
    "(x{1000}[[:alpha:](]){1000}", "(x{1000}\\(){1000}", "(x{1000}\\Q(\\E){1000}", "(x{1000}\\Q(\\\\E){1000}",
    "((x{1000}[)]){1000}[)]){1000}", "(x{1,1000}){1,1000}", "(x{1000,}){2,1000}", "(?:x{1000}){1000}",
    "(?P<a>x{1000}){1000}", "(x{1000}|y){1000}", "x{1000}y{1000}z{1000}", "(?i)(?:é{999}[\\pL(\\[]){999}",
    "((((((((((x{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}", "(.*.*.*.*.*.*.*.*.*.*x){200}"})
  void what_would_become_large_is_refused_at_once(String text) {
    long before = allocated();
    assertThatThrownBy(() -> BoundedPattern.of(text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("repeats too much");
    assertThat(allocated() - before).isLessThan(MEMORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x{1000}", "x{0,900}", "(x?){0,500}", "(", "((x{3}", "[(", "x\\", "\\Q(", "[", "[^", "[]", "{", "x{",
        "x{1", "x{1,", ")", "a)){3}", "x{1000}{1}", "\\x{10FFFF}{3}", "(?", "😀{3}\\😀"})
  void every_other_text_takes_little_too(String text) {
    long before = allocated();
    for (String one : new String[]{text, "(".repeat(400) + text, text + ")".repeat(900), "(".repeat(490) + "x*"
        + ")*".repeat(245)}) {
      try {
        BoundedPattern.of(one).test("x".repeat(500));
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("regular expression");
      }
    }
    assertThat(allocated() - before).isLessThan(MEMORY);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', quoteCharacter = '`', value = {
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} 0b0c1ab2-7d5e-4e5f-9a3b-0123456789ab",
    "([0-9]{1,3}\\.){3}[0-9]{1,3}(:\\d{2,5})? 10.0.0.1:9100",
    "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3} 2026-03-02T03:00:00.000",
    "crm-(web|db|order)-[a-z]{1,10}-[a-z0-9]{5} crm-db-main-x7k2p",
    "[(]x[)]\\(y\\)\\Q{(\\E (x)(y){(",
    "[[:alpha:]]+[^](]{3} abc123"})
  void what_people_write_is_taken(String text, String matching) {
    assertThat(BoundedPattern.of(text).test(matching)).isTrue();
    assertThat(BoundedPattern.of(text).test(matching + "!?")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"250, true", "251, false"})
  void a_long_list_has_an_end(int names, boolean taken) {
    String text = "abc|".repeat(names);
    if (taken) {
      assertThat(BoundedPattern.of(text).test("abc")).isTrue();
    } else {
      assertThatThrownBy(() -> BoundedPattern.of(text)).hasMessageContaining("at most 1000 characters");
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
