package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.faultdesk.testing.MysqlServer;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** With which address the database is opened, and what that does to the engine's times. */
class DatabaseAddressTest {

  private static final String REST =
      "connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&rewriteBatchedStatements=true";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          jdbc:mysql://db/faultdesk                                | ?sendFractionalSeconds=false&nullDatabaseMeansCurrent=true&
          jdbc:mysql://db/faultdesk?useSSL=true                    | &sendFractionalSeconds=false&nullDatabaseMeansCurrent=true&
          jdbc:mysql://db/faultdesk?sendFractionalSeconds=false    | &nullDatabaseMeansCurrent=true&
          jdbc:mysql://db/faultdesk?nullDatabaseMeansCurrent=false | &sendFractionalSeconds=false&
          """)
  void mysql_gets_what_is_missing(String configured, String added) {
    assertThat(opened(configured)).isEqualTo(configured + added + REST);
  }

  @Test
  void h2_keeps_time_in_utc_too() {
    assertThat(opened("jdbc:h2:mem:faultdesk")).isEqualTo("jdbc:h2:mem:faultdesk;TIME ZONE=UTC");
    assertThat(opened("jdbc:h2:mem:faultdesk;TIME ZONE=Asia/Shanghai")).endsWith(";TIME ZONE=Asia/Shanghai");
    assertThat(opened("jdbc:postgresql://db/faultdesk")).isEqualTo("jdbc:postgresql://db/faultdesk");
  }

  @Test
  void asking_for_fractions_is_refused_with_key_and_reason() {
    assertThatThrownBy(() -> opened("jdbc:mysql://db/faultdesk?sendFractionalSeconds=true"))
        .hasMessageContaining("spring.datasource.url")
        .hasMessageContaining("whole seconds");
  }

  @Test
  void a_date_with_fractions_is_found_again_on_mysql() {
    try (HikariDataSource dataSource = dataSource(emptyMysql())) {
      JdbcTemplate jdbc = new JdbcTemplate(dataSource);
      jdbc.execute("create table due (at datetime)");
      Date due = new Date(1_800_000_000_900L);
      jdbc.update("insert into due values (?)", due);
      assertThat(jdbc.queryForObject("select count(*) from due where at <= ?", Long.class, due)).isEqualTo(1);
    }
  }

  /** The hour that comes twice in Berlin, and the one that is left out there but not in UTC. */
  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:mem:due", "mysql"})
  void a_due_date_survives_the_change_of_clocks_and_a_move(String database) {
    Instant[] hours = {
      Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T01:30:00Z"),
      Instant.parse("2026-03-29T02:30:00Z")
    };
    String url = database.equals("mysql") ? emptyMysql() : database + ";DB_CLOSE_DELAY=-1";
    in("Europe/Berlin", () -> {
      try (HikariDataSource dataSource = dataSource(url)) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.execute("create table due (id int, at " + (database.equals("mysql") ? "datetime" : "timestamp")
            + ", noted timestamp null)");
        for (int i = 0; i < hours.length; i++) {
          jdbc.update("insert into due values (?, ?, ?)", i, Timestamp.from(hours[i]), Timestamp.from(hours[i]));
        }
        assertRead(jdbc, hours);
      }
    });
    in("Asia/Shanghai", () -> {
      try (HikariDataSource dataSource = dataSource(url)) {
        assertRead(new JdbcTemplate(dataSource), hours);
      }
    });
  }

  private static void assertRead(JdbcTemplate jdbc, Instant... hours) {
    for (String column : new String[]{"at", "noted"}) {
      assertThat(jdbc.queryForList("select " + column + " from due order by id", Timestamp.class))
          .extracting(Timestamp::toInstant).containsExactly(hours);
    }
  }

  private static void in(String zone, Runnable work) {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      work.run();
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static String emptyMysql() {
    return MysqlServer.newDatabase().replaceFirst("\\?.*", "");
  }

  private static String opened(String url) {
    try (HikariDataSource dataSource = dataSource(url)) {
      return dataSource.getJdbcUrl();
    }
  }

  private static HikariDataSource dataSource(String url) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(url);
    if (url.startsWith("jdbc:mysql")) {
      dataSource.setUsername(MysqlServer.USER);
    }
    new DatabaseAddress().postProcessBeforeInitialization(dataSource, "dataSource");
    return dataSource;
  }
}
