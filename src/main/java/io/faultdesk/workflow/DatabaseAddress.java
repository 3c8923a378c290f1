package io.faultdesk.workflow;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Adds to the database's address what the engine and its tables need, whatever was configured. Times are kept in UTC, because an
 * hour comes twice where clocks change, and a database may move. MySQL gets whole seconds: the columns hold no more, and the
 * server would round up what is sent, so that a due date would not be found again. Its tables are looked for in the schema
 * named only, not in another one where an engine may live as well; and what is written in a batch travels as one, because the start
 * of an incident alone is a hundred rows.
 */
@Component
class DatabaseAddress implements BeanPostProcessor {

  private static final String FRACTIONS = "sendFractionalSeconds";

  private static final List<String> MYSQL = List.of(
      FRACTIONS + "=false", "nullDatabaseMeansCurrent=true", "connectionTimeZone=UTC",
      "forceConnectionTimeZoneToSession=true", "rewriteBatchedStatements=true");

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource dataSource && dataSource.getJdbcUrl() != null) {
      dataSource.setJdbcUrl(completed(dataSource.getJdbcUrl()));
    }
    return bean;
  }

  private static String completed(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return has(url, "TIME ZONE") ? url : url + ";TIME ZONE=UTC";
    }
    return url.startsWith("jdbc:mysql") ? mysql(url) : url;
  }

  private static String mysql(String url) {
    if (has(url, FRACTIONS) && !has(url, FRACTIONS + "=false")) {
      throw new IllegalStateException(
          "spring.datasource.url sets " + FRACTIONS
              + "=true; leave it out: the engine's tables hold whole seconds only");
    }
    StringBuilder completed = new StringBuilder(url);
    for (String option : MYSQL) {
      if (!has(url, option.substring(0, option.indexOf('=')))) {
        completed.append(completed.indexOf("?") < 0 ? '?' : '&').append(option);
      }
    }
    return completed.toString();
  }

  private static boolean has(String url, String option) {
    return url.toLowerCase(Locale.ROOT).contains(option.toLowerCase(Locale.ROOT));
  }
}
