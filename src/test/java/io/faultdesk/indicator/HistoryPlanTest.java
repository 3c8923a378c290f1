package io.faultdesk.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class HistoryPlanTest {

  @Test
  void the_history_is_read_along_the_key_without_sorting() {
    Program program = Program.on("jdbc:h2:mem:" + UUID.randomUUID());
    String plan =
        program
            .part(JdbcTemplate.class)
            .queryForObject("explain " + StoredMinutes.HISTORY, String.class, 1L, 0L, 60_000L);
    System.out.println(plan);
    assertThat(plan).contains("PRIMARY_KEY").contains("SERIES_ID = ").contains("STARTS_AT >= ")
        .doesNotContain("tableScan");
    assertThat(plan).contains("/* index sorted */");
    program.stop();
  }
}
