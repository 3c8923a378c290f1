package io.faultdesk.prediction;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.incident.FaultArchive;
import io.faultdesk.indicator.MinuteArchive;
import io.faultdesk.prediction.SelfTraining.Result;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.springframework.beans.BeansException;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A training on the database of a server that does not run: its settings, its past and no more of it. Nothing is written to it. */
final class LocalTraining {

  private static final String URL = "spring.datasource.url";

  private LocalTraining() {}

  /** @param usual where a server would have answered */
  static Result run(TrainingRequest request, DoubleConsumer progress, Clock clock, URI usual)
      throws IOException, InterruptedException {
    try (ConfigurableApplicationContext context = open(clock, usual)) {
      return context.getBean(SelfTraining.class)
          .train(request, Runtime.getRuntime().availableProcessors(), progress);
    }
  }

  private static ConfigurableApplicationContext open(Clock clock, URI usual) throws IOException {
    try {
      ConfigurableApplicationContext context = new SpringApplicationBuilder(Parts.class)
          .web(WebApplicationType.NONE)
          .bannerMode(Banner.Mode.OFF)
          .logStartupInfo(false)
          .initializers(starting -> {
            readOnly(starting.getEnvironment());
            starting.getBeanFactory().registerSingleton("clock", clock);
          })
          .run("--logging.level.root=off", "--logging.level.io.faultdesk=off", "--logging.level.smile=off");
      context.getBean(JdbcTemplate.class).queryForList("select 1 from indicator_series where id = -1");
      return context;
    } catch (BeansException | DataAccessException | IllegalStateException failure) {
      throw new IOException(reason(failure, usual), failure);
    }
  }

  /** H2 takes no lock then that could keep a server from starting, and makes no database where there is none. */
  private static void readOnly(ConfigurableEnvironment environment) {
    String url = environment.getProperty(URL, "");
    Map<String, Object> stricter = url.startsWith("jdbc:h2:")
        ? Map.of(URL, url + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE") : Map.of("spring.datasource.hikari.read-only", true);
    environment.getPropertySources().addFirst(new MapPropertySource("read-only", stricter));
  }

  private static String reason(Throwable failure, URI usual) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof SQLException)) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return message.contains("may be already in use")
        ? "a server holds the database but does not answer at " + usual
            + ": give its --url, and a token in FAULTDESK_TOKEN"
        : "no server answers at " + usual + ", and its database cannot be read: " + message;
  }

  /** What a training needs of the application. */
  @ConfigurationPropertiesScan({"io.faultdesk.catalog", "io.faultdesk.prediction"})
  @Import({Catalog.class, FaultArchive.class, MinuteArchive.class, Past.class, SelfTraining.class})
  @ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class
  })
  static class Parts {}
}
