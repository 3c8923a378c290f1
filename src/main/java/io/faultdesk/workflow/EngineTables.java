package io.faultdesk.workflow;

import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** The engine makes its MySQL tables in a character set without emoji; this gives them the whole of Unicode. */
final class EngineTables {

  private static final Logger LOG = LoggerFactory.getLogger(EngineTables.class);

  private final JdbcTemplate jdbc;

  EngineTables(DataSource dataSource) {
    jdbc = new JdbcTemplate(dataSource);
  }

  /** Converts the tables that still need it; does nothing on another database. */
  void widenCharacters() {
    String product = jdbc.execute((ConnectionCallback<String>) c -> c.getMetaData().getDatabaseProductName());
    if (!"MySQL".equals(product) && !"MariaDB".equals(product)) {
      return;
    }
    List<String> narrow =
        jdbc.queryForList(
            """
            select table_name from information_schema.tables
            where table_schema = database() and upper(table_name) like 'ACT\\_%'
              and table_collation not like 'utf8mb4%'
            """,
            String.class);
    if (!narrow.isEmpty()) {
      LOG.info("Converting {} engine tables to utf8mb4", narrow.size());
      jdbc.execute((ConnectionCallback<Void>) connection -> {
        try (var statement = connection.createStatement()) {
          // Referencing and referenced columns are converted one after the other.
          statement.execute("set foreign_key_checks = 0");
          for (String table : narrow) {
            statement.execute("alter table `" + table + "` convert to character set utf8mb4 collate utf8mb4_bin");
          }
          statement.execute("set foreign_key_checks = 1");
        }
        return null;
      });
    }
  }
}
