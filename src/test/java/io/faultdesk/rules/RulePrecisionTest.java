package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.faultdesk.incident.FaultArchive;
import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.RuleRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** How often rules are right is told of all of them, also of those that found nothing. */
class RulePrecisionTest {

  @TempDir private Path folder;
  private final FaultArchive archive = Mockito.mock(FaultArchive.class);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Books books;
  private RulePrecision precision;
  private MockMvc http;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("a.drl"), "package faultdesk.performance\n"
        + Given.rule("quiet", "$i : Indicator( p95 > 1 )") + Given.rule("slow", "$i : Indicator( p95 > 2 )"));
    books = Books.of(folder);
    RuleBook book = books.open();
    Mockito.when(archive.recordsSince(books.clock.instant().minus(Duration.ofDays(30)))).thenReturn(List.of(
        new RuleRecord(FindingSource.RULE, "slow", 12, 11, 8, 2, 0, 3, 1),
        new RuleRecord(FindingSource.RULE, "renamed", 1, 1, 0, 1, 0, 0, 0),
        new RuleRecord(FindingSource.ALERT, "quiet", 5, 5, 0, 0, 0, 0, 0)));
    precision = new RulePrecision(archive, book, books.clock, meters);
    http = MockMvcBuilders.standaloneSetup(new RulePrecisionApi(precision, book)).build();
  }

  @Test
  void all_rules_in_force_are_told_of_and_what_found_something() throws Exception {
    http.perform(get("/api/v1/rules/precision")).andExpect(status().isOk())
        .andExpect(jsonPath("$.items.length()").value(4))
        .andExpect(jsonPath("$.items[0].source").value("alert")).andExpect(jsonPath("$.items[0].inForce").value(false))
        .andExpect(jsonPath("$.items[1].name").value("quiet")).andExpect(jsonPath("$.items[1].inForce").value(true))
        .andExpect(jsonPath("$.items[1].precision").isEmpty())
        .andExpect(jsonPath("$.items[2].name").value("renamed")).andExpect(jsonPath("$.items[2].precision").value(0.0))
        .andExpect(jsonPath("$.items[3].name").value("slow")).andExpect(jsonPath("$.items[3].precision").value(0.8))
        .andExpect(jsonPath("$.items[3].low").value(closeTo(0.4902, 1e-4), Double.class))
        .andExpect(jsonPath("$.items[3].useful").value(3)).andExpect(jsonPath("$.items[3].useless").value(1));
    http.perform(get("/api/v1/rules/precision?limit=3")).andExpect(jsonPath("$.nextCursor").value("rule/renamed"));
    http.perform(get("/api/v1/rules/precision?cursor=rule/renamed"))
        .andExpect(jsonPath("$.items[0].name").value("slow"));
  }

  @Test
  void the_database_is_asked_once_a_minute_at_most() {
    precision.over(30);
    precision.over(30);
    Mockito.verify(archive, Mockito.times(1)).recordsSince(Mockito.any());
    books.clock.advance(Duration.ofMinutes(1));
    precision.over(30);
    Mockito.verify(archive, Mockito.times(2)).recordsSince(Mockito.any());
  }

  @Test
  void a_gauge_tells_of_each_of_which_something_is_known() {
    precision.measure();
    assertThat(meters.find("faultdesk.rules.precision").gauges()).hasSize(2);
    assertThat(meters.get("faultdesk.rules.precision").tag("rule", "slow").gauge().value()).isEqualTo(0.8);
  }
}
