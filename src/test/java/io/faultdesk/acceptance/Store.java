package io.faultdesk.acceptance;

import io.faultdesk.testing.MysqlServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A fresh, empty place for a server's data.
 *
 * @param url under which its database can be read while the server is dead
 * @param settings environment variables that lead the server there
 */
record Store(String url, String user, Map<String, String> settings) {

  /** A file of the embedded database, as a server has it that is told nothing. */
  static Store h2() {
    Path data = WholeApp.temporaryFolder();
    return new Store(
        "jdbc:h2:file:" + data.resolve("faultdesk"), "sa", Map.of("FAULTDESK_DATA_DIR", data.toString()));
  }

  /** A database of a genuine MySQL server that has each commit on the disk before it says so. */
  static Store mysql() {
    String url = MysqlServer.newDurableDatabase();
    Map<String, String> settings = new HashMap<>();
    settings.put("FAULTDESK_DATA_DIR", WholeApp.temporaryFolder().toString());
    settings.put("SPRING_DATASOURCE_URL", url);
    settings.put("SPRING_DATASOURCE_USERNAME", MysqlServer.USER);
    settings.put("SPRING_DATASOURCE_PASSWORD", "");
    return new Store(url, MysqlServer.USER, settings);
  }
}
