package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.faultdesk.testing.MysqlServer;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** With which address the database is opened. */
class WholeSecondsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          jdbc:mysql://db/faultdesk                             | jdbc:mysql://db/faultdesk?sendFractionalSeconds=false
          jdbc:mysql://db/faultdesk?useSSL=true                 | jdbc:mysql://db/faultdesk?useSSL=true&sendFractionalSeconds=false
          jdbc:mysql://db/faultdesk?sendFractionalSeconds=false | jdbc:mysql://db/faultdesk?sendFractionalSeconds=false
          jdbc:h2:mem:faultdesk                                 | jdbc:h2:mem:faultdesk
          """)
  void mysql_gets_whole_seconds(String configured, String opened) {
    try (HikariDataSource dataSource = dataSource(configured)) {
      assertThat(dataSource.getJdbcUrl()).isEqualTo(opened);
    }
  }

  @Test
  void asking_for_fractions_is_refused_with_key_and_reason() {
    assertThatThrownBy(() -> dataSource("jdbc:mysql://db/faultdesk?sendFractionalSeconds=true"))
        .hasMessageContaining("spring.datasource.url")
        .hasMessageContaining("whole seconds");
  }

  @Test
  void a_date_with_fractions_is_found_again_on_mysql() {
    try (HikariDataSource dataSource = dataSource(MysqlServer.newDatabase().replaceFirst("\\?.*", ""))) {
      dataSource.setUsername(MysqlServer.USER);
      JdbcTemplate jdbc = new JdbcTemplate(dataSource);
      jdbc.execute("create table due (at datetime)");
      Date due = new Date(1_800_000_000_900L);
      jdbc.update("insert into due values (?)", due);
      assertThat(jdbc.queryForObject("select count(*) from due where at <= ?", Long.class, due)).isEqualTo(1);
    }
  }

  private static HikariDataSource dataSource(String url) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(url);
    new WholeSeconds().postProcessBeforeInitialization(dataSource, "dataSource");
    return dataSource;
  }
}
