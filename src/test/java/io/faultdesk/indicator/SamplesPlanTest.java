package io.faultdesk.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A start and a replay read what they ask for, not all that is kept. */
class SamplesPlanTest {

  @Test
  void samples_are_read_along_the_key_from_their_time_on() {
    Program program = Program.on("jdbc:h2:mem:" + UUID.randomUUID());
    JdbcTemplate jdbc = program.part(JdbcTemplate.class);
    String plan =
        jdbc.queryForObject("explain " + SampleRows.PART + " union all " + SampleRows.PART, String.class, 1L, 0L,
            60_000L, 2L, 0L, 60_000L);
    assertThat(plan).containsSubsequence("SERIES_ID = ?1", "STARTS_AT >= ?2", "SERIES_ID = ?4", "STARTS_AT >= ?5")
        .doesNotContain("tableScan");
    String newest = jdbc.queryForObject("explain " + SampleRows.NEWEST, String.class, 1L);
    assertThat(newest).contains("PRIMARY_KEY").contains("/* index sorted */");
    program.stop();
  }
}
