package io.faultdesk.prediction;

import io.faultdesk.testing.MysqlServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The same on a genuine MySQL. */
class TrainFromHistoryOnMysqlTest extends TrainFromHistoryTest {

  private static final String SETTINGS = "spring.datasource.";

  private String url;

  @BeforeEach
  void nameIt() {
    url = MysqlServer.newDatabase();
    System.setProperty(SETTINGS + "url", url);
    System.setProperty(SETTINGS + "username", MysqlServer.USER);
  }

  @AfterEach
  void forgetIt() {
    System.clearProperty(SETTINGS + "url");
    System.clearProperty(SETTINGS + "username");
  }

  @Override
  DriverManagerDataSource database() {
    return new DriverManagerDataSource(url, MysqlServer.USER, "");
  }

  @Override
  Object state() {
    JdbcTemplate jdbc = new JdbcTemplate(database());
    List<String> tables = jdbc.queryForList(
        "select table_name from information_schema.tables where table_schema = database()", String.class);
    return jdbc.queryForList("checksum table " + String.join(", ", tables));
  }
}
