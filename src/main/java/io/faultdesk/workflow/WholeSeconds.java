package io.faultdesk.workflow;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Makes the MySQL driver send whole seconds, whatever address was configured: the engine's columns hold no more, and the
 * server would round up what is sent, so that a due date would not be found again.
 */
@Component
class WholeSeconds implements BeanPostProcessor {

  private static final String OPTION = "sendFractionalSeconds=";

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource dataSource
        && dataSource.getJdbcUrl() != null
        && dataSource.getJdbcUrl().startsWith("jdbc:mysql")) {
      dataSource.setJdbcUrl(inWholeSeconds(dataSource.getJdbcUrl()));
    }
    return bean;
  }

  private static String inWholeSeconds(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (!lower.contains(OPTION.toLowerCase(Locale.ROOT))) {
      return url + (url.contains("?") ? "&" : "?") + OPTION + "false";
    }
    if (!lower.contains(OPTION.toLowerCase(Locale.ROOT) + "false")) {
      throw new IllegalStateException(
          "spring.datasource.url sets " + OPTION + "true; leave it out: the engine's tables hold whole seconds only");
    }
    return url;
  }
}
