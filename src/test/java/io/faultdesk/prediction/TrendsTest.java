package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.faultdesk.catalog.Catalog;
import io.faultdesk.indicator.HistoryPoint;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.signal.Sample;
import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.ErrorResponseException;

/** The trends of indicators whose samples went through the windows into the stored history. */
class TrendsTest {

  private static final Instant START = Instant.parse("2026-03-01T06:00:00Z");
  private static final ServiceName SHOP = ServiceName.of("shop");
  private static final ServiceName BANK = ServiceName.of("bank");

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private final HandClock clock = new HandClock(START);
  private final Map<String, DoubleUnaryOperator> indicators = new LinkedHashMap<>();
  private ConfigurableApplicationContext context;
  private double hours;

  @BeforeEach
  void start() {
    start("faultdesk.prediction.trend-every=2m");
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void an_indicator_that_fills_up_is_told_with_the_time_left() {
    send(SHOP, "memory", hour -> 50 + 5 * hour);
    send(SHOP, "free-space", hour -> 900 - 100 * hour);
    send(SHOP, "latency", hour -> 100 * hour);
    send(BANK, "memory", hour -> 50);
    pass(6);

    assertThat(trends().of(SHOP)).extracting(Trend::name).containsExactly("free-space", "memory");
    Trend memory = trends().of(SHOP).getLast();
    assertThat(memory.unit()).isEqualTo("%");
    assertThat(memory.limit()).isEqualTo(100);
    assertThat(memory.last()).isCloseTo(80, within(0.1));
    assertThat(memory.slope()).isCloseTo(5, within(0.01));
    assertThat(memory.seconds()).isCloseTo(4 * 3600, within(60.0));
    assertThat(memory.earliest()).isBetween(3.9 * 3600, memory.seconds());
    assertThat(memory.latest()).isBetween(memory.seconds(), 4.1 * 3600);
    Trend space = trends().of(SHOP).getFirst();
    assertThat(space.slope()).isCloseTo(-100, within(0.1));
    assertThat(space.seconds()).isCloseTo(3 * 3600, within(60.0));
    assertThat(trends().of(BANK)).isEmpty();
    assertThat(trends().of(ServiceName.of("nobody"))).isEmpty();
    assertThatThrownBy(() -> trends().of(SHOP).clear()).isInstanceOf(UnsupportedOperationException.class);

    pass(4.2);
    assertThat(trends().of(SHOP)).extracting(Trend::seconds).as("reached").containsExactly(0.0, 0.0);
  }

  @Test
  void what_rises_and_falls_every_day_is_not_told() {
    DoubleUnaryOperator daily = hour -> 50 + 20 * Math.sin(2 * Math.PI * hour / 24) + 2 * Math.sin(hour * 12345);
    send(SHOP, "memory", daily);
    send(BANK, "memory", hour -> daily.applyAsDouble(hour) + Math.max(0, 8 * (hour - 70)));
    pass(24 * 3 + 3.5);
    assertThat(trends().of(SHOP)).isEmpty();
    assertThat(trends().of(BANK)).as("above what is usual").hasSize(1);

    context.close();
    start("faultdesk.prediction.trend-past=6h");
    trends().look();
    assertThat(trends().of(SHOP)).as("by six hours alone").hasSize(1);
  }

  @Test
  void a_moment_of_the_past_can_be_judged_from_its_points() {
    send(SHOP, "memory", hour -> hour < 6 ? 50 + 5 * hour : 20);
    pass(12);
    assertThat(trends().of(SHOP)).isEmpty();

    Instant then = START.plus(Duration.ofHours(6));
    List<HistoryPoint> points = board()
        .history(SHOP, "memory", new TimeRange(START, then), Duration.ofMinutes(3));
    assertThat(trends().at(SHOP, context.getBean(Catalog.class).indicator("memory"), points, then))
        .hasValueSatisfying(trend -> assertThat(trend.seconds()).isCloseTo(4 * 3600, within(60.0)));
    assertThat(trends().at(SHOP, context.getBean(Catalog.class).indicator("latency"), points, then)).isEmpty();
  }

  @Test
  void no_more_indicators_get_a_trend_than_was_set() {
    context.close();
    start("faultdesk.prediction.trend-series=1");
    send(SHOP, "memory", hour -> 50 + 5 * hour);
    send(BANK, "memory", hour -> 50 + 5 * hour);
    pass(6);
    assertThat(trends().of(BANK)).hasSize(1);
    assertThat(trends().of(SHOP)).isEmpty();
  }

  @Test
  void while_the_database_is_away_what_was_found_stays_for_a_while() {
    send(SHOP, "memory", hour -> 50 + 5 * hour);
    pass(6);
    context.getBean(JdbcTemplate.class).execute("alter table indicator_minute rename to away");
    clock.advance(Duration.ofMinutes(9));
    trends().look();
    assertThat(trends().of(SHOP)).hasSize(1);
    clock.advance(Duration.ofMinutes(2));
    trends().look();
    assertThat(trends().of(SHOP)).isEmpty();
    context.getBean(JdbcTemplate.class).execute("alter table away rename to indicator_minute");
    trends().look();
    assertThat(trends().of(SHOP)).hasSize(1);
  }

  @Test
  void trends_are_shown_with_the_moments_at_which_the_limit_is_reached() throws Exception {
    send(SHOP, "memory", hour -> 50 + 5 * hour);
    send(SHOP, "cpu", hour -> Math.floor(hour * 10) % 2 == 0 ? 50 + 5 * hour : 45 + 5 * hour);
    pass(6);
    MockMvc http = MockMvcBuilders.standaloneSetup(context.getBean(TrendApi.class))
        .setMessageConverters(
            new MappingJackson2HttpMessageConverter(
                Jackson2ObjectMapperBuilder.json()
                    .featuresToDisable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build()))
        .build();
    Trend memory = trends().of(SHOP).getLast();
    http.perform(get("/api/v1/services/shop/trends").param("cursor", "cpu"))
        .andExpect(status().isOk())
        .andExpect(content().json(
            """
            {"items":[{"indicator":"memory","unit":"%%","last":%s,"limit":100.0,"slopePerHour":%s,
              "reachesAt":"%s","earliest":"%s","latest":"%s","method":"theil-sen"}],"nextCursor":null}
            """
                .formatted(memory.last(), memory.slope(), after(memory.seconds()), after(memory.earliest()),
                    after(memory.latest())),
            JsonCompareMode.STRICT));
    http.perform(get("/api/v1/services/shop/trends").param("limit", "1"))
        .andExpect(jsonPath("$.items[*].indicator", contains("cpu")))
        .andExpect(jsonPath("$.nextCursor").value("cpu"));
    http.perform(get("/api/v1/services/shop/trends").param("limit", "0")).andExpect(status().isBadRequest());
    http.perform(get("/api/v1/services/bank/trends"))
        .andExpect(status().isNotFound())
        .andExpect(result -> assertThat(result.getResolvedException()).isInstanceOfSatisfying(
            ErrorResponseException.class,
            error -> assertThat(error.getBody().getProperties()).containsEntry("code", "unknown-service")));
  }

  @Test
  void where_it_may_never_happen_there_is_no_latest_moment() {
    TrendView view =
        TrendView.of(Trend.of(SHOP, "memory", "%", 50, 100, 5, 3600, 1800, Double.POSITIVE_INFINITY), START);
    assertThat(view.latest()).isNull();
    assertThat(view.reachesAt()).isEqualTo("2026-03-01T07:00:00Z");
  }

  private String after(double seconds) {
    return clock.instant().plusMillis(Math.round(seconds * 1000)).toString();
  }

  private void send(ServiceName service, String indicator, DoubleUnaryOperator valueByHour) {
    indicators.put(service.value() + " " + indicator, valueByHour);
  }

  /** Sends a sample a minute of each, stores them, and looks for trends at the end. */
  private void pass(double duration) {
    double end = hours + duration;
    for (int minute = 0; hours < end - 1e-9; minute++) {
      List<Sample> samples = new ArrayList<>();
      indicators.forEach((name, value) -> samples.add(
          new Sample(
              ServiceName.of(name.split(" ")[0]), name.split(" ")[1], value.applyAsDouble(hours), clock.millis())));
      assertThat(board().take(samples)).containsOnlyNulls();
      clock.advance(Duration.ofMinutes(1));
      hours = Duration.between(START, clock.instant()).toSeconds() / 3600.0;
      if (minute % 30 == 29) {
        store();
      }
    }
    store();
    trends().look();
  }

  /** A clean stop stores everything. */
  private void store() {
    SmartLifecycle keeper = context.getBean("windowKeeper", SmartLifecycle.class);
    keeper.stop();
    keeper.start();
  }

  private Trends trends() {
    return context.getBean(Trends.class);
  }

  private IndicatorBoard board() {
    return context.getBean(IndicatorBoard.class);
  }

  private void start(String setting) {
    context = new SpringApplicationBuilder(Parts.class)
        .web(WebApplicationType.NONE)
        .initializers(starting -> starting.getBeanFactory().registerSingleton("clock", clock))
        .properties(
            "spring.config.location=optional:classpath:/none/",
            "logging.level.root=warn",
            "spring.datasource.url=" + url,
            "spring.datasource.username=sa",
            "faultdesk.indicator.store-every=10h",
            "faultdesk.catalog.indicators[0].name=memory",
            "faultdesk.catalog.indicators[0].unit=%",
            "faultdesk.catalog.indicators[0].limit=100",
            "faultdesk.catalog.indicators[1].name=free-space",
            "faultdesk.catalog.indicators[1].bad=low",
            "faultdesk.catalog.indicators[1].limit=0",
            "faultdesk.catalog.indicators[2].name=cpu",
            "faultdesk.catalog.indicators[2].limit=100",
            "faultdesk.catalog.indicators[3].name=latency",
            setting)
        .run();
  }

  /** What a run is made of. */
  @ComponentScan({"io.faultdesk.indicator", "io.faultdesk.catalog"})
  @ConfigurationPropertiesScan({"io.faultdesk.indicator", "io.faultdesk.catalog"})
  @EnableConfigurationProperties(PredictionSettings.class)
  @Import({Trends.class, TrendApi.class})
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  static class Parts {}
}
