package io.faultdesk.incident;

import static io.faultdesk.shared.Level.HIGH;
import static io.faultdesk.shared.Level.LOW;
import static io.faultdesk.shared.Level.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.incident.IncidentSettings.Due;
import io.faultdesk.shared.Level;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class IncidentSettingsTest {

  private static final Instant WEDNESDAY = Instant.parse("2026-03-04T10:00:00Z");

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class, ValidationAutoConfiguration.class))
          .withUserConfiguration(Settings.class);

  @EnableConfigurationProperties(IncidentSettings.class)
  static class Settings {}

  @Test
  void without_settings_the_matrix_is_the_one_that_is_promised() {
    application.run(context -> assertThat(matrix(context.getBean(IncidentSettings.class))).isEqualTo("123 234 344"));
  }

  @Test
  void without_settings_the_clocks_run_always() {
    application.run(context -> {
      var settings = context.getBean(IncidentSettings.class);
      assertThat(settings.deadlines(1, WEDNESDAY))
          .isEqualTo(
              new IncidentSettings.Deadlines(
                  new Due(Instant.parse("2026-03-04T10:11:15Z"), Instant.parse("2026-03-04T10:15:00Z")),
                  new Due(Instant.parse("2026-03-04T13:00:00Z"), Instant.parse("2026-03-04T14:00:00Z"))));
      assertThat(settings.deadlines(4, WEDNESDAY).resolve().by()).isEqualTo("2026-03-07T10:00:00Z");
    });
  }

  @ParameterizedTest
  @CsvSource({
    ", 2026-03-04T10:00:00Z, true",
    ", 2026-03-04T22:00:00Z, false",
    "working-hours, 2026-03-07T10:00:00Z, false",
    "always, 2026-03-04T22:00:00Z, true",
    "never, 2026-03-04T10:00:00Z, false"
  })
  void people_are_told_of_forecasts_in_working_hours_unless_something_else_is_set(
      @Nullable String notices, Instant at, boolean told) {
    var given = notices == null ? new String[0] : new String[]{"faultdesk.incident.forecast-notices=" + notices};
    application.withPropertyValues(given).run(
        context -> assertThat(context.getBean(IncidentSettings.class).tellsOfForecasts(at)).isEqualTo(told));
  }

  @Test
  void one_cell_and_one_target_may_be_changed() {
    application
        .withPropertyValues(
            "faultdesk.incident.priorities.low.high=2",
            "faultdesk.incident.targets.3.respond=4h",
            "faultdesk.incident.targets.3.resolve=12h",
            "faultdesk.incident.targets.3.calendar=business",
            "faultdesk.incident.business-hours.holidays=2026-03-05")
        .run(context -> {
          var settings = context.getBean(IncidentSettings.class);
          assertThat(matrix(settings)).isEqualTo("123 234 244");
          // 8 h are left on Wednesday, Thursday is a holiday; three quarters of the time are 9 h
          assertThat(settings.deadlines(3, WEDNESDAY).resolve().by()).isEqualTo("2026-03-06T13:00:00Z");
          assertThat(settings.deadlines(3, WEDNESDAY).resolve().warnAt()).isEqualTo("2026-03-06T10:00:00Z");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "faultdesk.incident.priorities.high.low=5, priorities.high.low",
    "faultdesk.incident.priorities.high.enormous=1, faultdesk.incident.priorities",
    "faultdesk.incident.targets.5.respond=1h, faultdesk.incident.targets",
    "faultdesk.incident.targets.2.respond=1h, faultdesk.incident.targets.2",
    "faultdesk.incident.targets.2.respond=soon, faultdesk.incident.targets.2.respond",
    "faultdesk.incident.forecast-notices=sometimes, forecast-notices",
    "faultdesk.incident.business-hours.zone=Mars/Olympus, faultdesk.incident.business-hours",
    "faultdesk.incident.business-hours.hours=always, faultdesk.incident.business-hours",
    "faultdesk.incident.business-hours.hours=, at least one open hour",
    "faultdesk.incident.business-hours.holidays=tomorrow, faultdesk.incident.business-hours",
    "faultdesk.incident.priorites.high.low=2, priorites"
  })
  void a_wrong_setting_stops_the_start_and_is_named(String setting, String named) {
    application
        .withPropertyValues(setting)
        .run(context -> assertThat(reasons(context.getStartupFailure())).contains(named));
  }

  private static String matrix(IncidentSettings settings) {
    return Stream.of(HIGH, MEDIUM, LOW).map(impact -> row(settings, impact)).collect(Collectors.joining(" "));
  }

  private static String row(IncidentSettings settings, Level impact) {
    return Stream.of(HIGH, MEDIUM, LOW)
        .map(urgency -> String.valueOf(settings.priority(impact, urgency)))
        .collect(Collectors.joining());
  }

  private static String reasons(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .map(Throwable::toString)
        .collect(Collectors.joining("\n"));
  }
}
