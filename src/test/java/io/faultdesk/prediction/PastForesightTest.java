package io.faultdesk.prediction;

import static io.faultdesk.prediction.Forecasts.ORDERS;
import static io.faultdesk.prediction.Forecasts.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is kept for replays of what was foreseen, on H2. */
class PastForesightTest {

  private static final TimeRange ALWAYS = new TimeRange(START.minusSeconds(1), START.plus(Duration.ofDays(30)));

  @TempDir private Path folder;
  private Forecasts world;
  private PastForesight past;

  DataSource database() {
    return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  @BeforeEach
  void open() {
    world = Forecasts.of(folder, database());
    past = world.pastForesight();
  }

  @Test
  void what_was_told_live_is_what_a_replay_is_told() {
    Forecasts.write(Forecasts.model(8), folder);
    world.quiet(ORDERS, 120);
    FaultForecast live = world.forecast(world.store());
    for (int minute : new int[]{4, 5, 6}) {
      world.value(ORDERS, "queue", START.plusSeconds(60L * minute), 60);
    }
    Foresight last = Foresight.NONE;
    for (int second = 0; second < 1200; second += 10) {
      world.clock.advance(Duration.ofSeconds(10));
      live.look();
      Foresight told = live.of(ORDERS);
      if (told.isNewsAfter(last)) {
        last = told;
        assertThat(past.of(ORDERS, ALWAYS)).last().isEqualTo(new Foretold(world.clock.instant(), told.brief()));
      }
    }
    assertThat(past.of(ORDERS, ALWAYS)).hasSizeBetween(2, 6).extracting(told -> told.foresight().forecasts().size())
        .contains(1).last().isEqualTo(0);
  }

  @Test
  void only_news_is_written_and_the_end_of_it() {
    ServiceName other = ServiceName.of("ORDERS");
    past.note(Map.of(ORDERS, full(3600), other, full(60)), START);
    past.note(Map.of(ORDERS, full(3500), other, full(60)), START.plusSeconds(100));
    past.note(Map.of(ORDERS, full(3400)), START.plusSeconds(200));
    past.note(Map.of(ORDERS, full(0)), START.plusSeconds(300));
    past.note(Map.of(), START.plusSeconds(400));
    assertThat(past.of(ORDERS, ALWAYS)).containsExactly(
        new Foretold(START, full(3600)), new Foretold(START.plusSeconds(200), full(3400)),
        new Foretold(START.plusSeconds(300), full(0)), new Foretold(START.plusSeconds(400), Foresight.NONE));
    assertThat(past.of(other, ALWAYS)).extracting(Foretold::at).containsExactly(START, START.plusSeconds(200));

    assertThat(past.of(ORDERS, new TimeRange(START.plusSeconds(250), START.plusSeconds(300))))
        .as("what stood at its beginning").containsExactly(new Foretold(START.plusSeconds(200), full(3400)));
  }

  @Test
  void what_stood_when_the_program_stopped_ends_where_it_looks_again() {
    past.note(Map.of(ORDERS, full(3600)), START);
    Instant again = START.plusSeconds(900);
    past = world.pastForesight();
    past.note(Map.of(), again);
    past.note(Map.of(ORDERS, full(2700)), again.plusSeconds(60));
    assertThat(past.of(ORDERS, ALWAYS)).extracting(Foretold::at, told -> told.foresight().trends().size())
        .containsExactly(
            tuple(START, 1), tuple(again, 0),
            tuple(again.plusSeconds(60), 1));
  }

  @Test
  void it_is_kept_as_long_as_samples() {
    for (int i = 0; i < 1200; i++) {
      past.note(i % 2 == 0 ? Map.of(ORDERS, full(3600)) : Map.of(), START.plusSeconds(i));
    }
    world.clock.advance(Duration.ofDays(8).plusSeconds(1100));
    past.prune();
    assertThat(past.of(ORDERS, ALWAYS)).hasSize(100).first().extracting(Foretold::at)
        .isEqualTo(START.plusSeconds(1100));
  }

  private static Foresight full(double seconds) {
    return new Foresight(
        List.of(),
        List.of(Trend.of(
            ORDERS, "disk", "%", 90, 95, 2, seconds, seconds / 2, Double.POSITIVE_INFINITY)));
  }
}
