package io.faultdesk.detection;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.indicator.SampleArchive;
import io.faultdesk.prediction.PastForesight;
import io.faultdesk.rules.BrokenRules;
import io.faultdesk.rules.RuleFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.DoubleConsumer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.BeansException;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A replay on the database of a server that does not run: its settings, its past and no more of it. Nothing is written. The rules
 * in force are those a start would find in the rules folder.
 */
final class LocalReplay {

  private static final String URL = "spring.datasource.url";

  private LocalReplay() {}

  static ReplayDiff run(ReplayRequest request, DoubleConsumer progress, Clock clock)
      throws IOException, InterruptedException, BrokenRules {
    try (ConfigurableApplicationContext context = open(clock)) {
      RuleFiles active =
          RuleFiles.ofStart(Path.of(context.getEnvironment().getProperty("faultdesk.rules.dir", "./rules")));
      ReplayProgress reached = new ReplayProgress();
      CompletableFuture<ReplayDiff> result = new CompletableFuture<>();
      Thread.ofPlatform().daemon().name("replay").start(() -> {
        try {
          int threads = Runtime.getRuntime().availableProcessors();
          result.complete(
              context.getBean(Replay.class)
                  .run(request.range(clock.instant()), active, request.candidate(), threads, reached));
        } catch (Exception | LinkageError failure) {
          result.completeExceptionally(failure);
        }
      });
      return await(result, reached, progress);
    }
  }

  private static ReplayDiff await(
      CompletableFuture<ReplayDiff> result, ReplayProgress reached, DoubleConsumer progress)
      throws IOException, InterruptedException, BrokenRules {
    while (true) {
      try {
        return result.get(300, TimeUnit.MILLISECONDS);
      } catch (TimeoutException goesOn) {
        progress.accept(reached.share());
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof BrokenRules broken) {
          throw broken;
        }
        throw new IOException("the replay failed: " + failed.getMessage(), failed);
      }
    }
  }

  private static ConfigurableApplicationContext open(Clock clock) throws IOException {
    try {
      ConfigurableApplicationContext context =
          new SpringApplicationBuilder(Parts.class)
              .web(WebApplicationType.NONE)
              .bannerMode(Banner.Mode.OFF)
              .logStartupInfo(false)
              .initializers(starting -> {
                readOnly(starting.getEnvironment());
                starting.getBeanFactory().registerSingleton("clock", clock);
              })
              .run("--logging.level.root=off", "--logging.level.io.faultdesk=off");
      context.getBean(JdbcTemplate.class).queryForList("select 1 from alert_claim where identity = ''");
      return context;
    } catch (BeansException | DataAccessException | IllegalStateException failure) {
      throw new IOException(reason(failure), failure);
    }
  }

  /** H2 takes no lock then that could keep a server from starting, and makes no database where there is none. */
  private static void readOnly(ConfigurableEnvironment environment) {
    String url = environment.getProperty(URL, "");
    Map<String, Object> stricter =
        url.startsWith("jdbc:h2:")
            ? Map.of(URL, url + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE")
            : Map.of("spring.datasource.hikari.read-only", true);
    environment.getPropertySources().addFirst(new MapPropertySource("read-only", stricter));
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof SQLException)) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return message.contains("may be already in use")
        ? "a server holds the database but does not answer at " + ReplayCommand.HERE
            + ": give its --url, and a token in FAULTDESK_TOKEN"
        : "no server answers at " + ReplayCommand.HERE + ", and its database cannot be read: " + message;
  }

  /** What a replay needs of the application. */
  @ConfigurationPropertiesScan({"io.faultdesk.catalog", "io.faultdesk.detection", "io.faultdesk.indicator"})
  @Import({Catalog.class, PastClaims.class, PastForesight.class, Replay.class, SampleArchive.class})
  @ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class
  })
  static class Parts {}
}
