package io.faultdesk.signal;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes what is too old or too much, a little at a time so that nobody waits for a lock. */
final class Pruning {

  private static final int AT_ONCE = 1000;

  private Pruning() {}

  /**
   * Deletes rows until none is selected.
   *
   * @param key the column that names a row
   * @param selection condition and order, with parameters
   */
  static void delete(JdbcClient jdbc, String table, String key, String selection, Object... parameters) {
    String select = "SELECT " + key + " FROM " + table + " WHERE " + selection + " LIMIT " + AT_ONCE;
    List<Object> keys;
    do {
      keys = jdbc.sql(select).params(parameters).query((row, number) -> row.getObject(1)).list();
      if (!keys.isEmpty()) {
        jdbc.sql("DELETE FROM " + table + " WHERE " + key + " IN (:keys)").param("keys", keys).update();
      }
    } while (keys.size() == AT_ONCE);
  }
}
