package io.faultdesk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The database server that the tests bring with them. */
class MysqlServerTest {

  @Test
  void each_database_is_new_and_keeps_every_character() throws SQLException {
    var first = MysqlServer.newDatabase();
    var second = MysqlServer.newDatabase();
    assertThat(first).isNotEqualTo(second);

    assertThat(writtenAndRead(first, "故障 🔥")).isEqualTo("故障 🔥");
    assertThat(writtenAndRead(second, "plain")).isEqualTo("plain");
  }

  private static String writtenAndRead(String url, String text) throws SQLException {
    try (var connection = DriverManager.getConnection(url, MysqlServer.USER, "");
        var statement = connection.createStatement()) {
      statement.execute("create table note (text varchar(40))");
      try (var insert = connection.prepareStatement("insert into note values (?)")) {
        insert.setString(1, text);
        insert.execute();
      }
      var rows = statement.executeQuery("select text, version() from note");
      rows.next();
      assertThat(rows.getString(2)).startsWith("8.");
      return rows.getString(1);
    }
  }
}
