package io.faultdesk.prediction;

import static io.faultdesk.prediction.Forecasts.START;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.demo.PlayedPlatform;
import io.faultdesk.incident.PastFault;
import io.faultdesk.shared.ServiceName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped model makes of the simulated platform, whose breakdowns show before, each as far as it does, but for one. */
class OmensTest {

  /** All breakdowns twice, and the first one once more: it comes too early to be foreseen. */
  private static final Duration TWICE_ALL = Duration.ofMinutes(81);

  @TempDir private Path folder;

  @Test
  void the_shipped_model_foresees_what_has_an_omen_in_time_to_act_and_nothing_else() throws Exception {
    Files.copy(Path.of("ml-models/faults.json"), folder.resolve("faults.json"));
    Forecasts world = Forecasts.of(folder);
    PlayedPlatform platform = new PlayedPlatform(START);
    FaultForecast forecast = world.forecast(world.store());
    for (int minute = -50; minute < 0; minute++) {
      play(world, platform, START.plusSeconds(60L * minute));
    }
    SortedMap<Instant, String> foreseen = new TreeMap<>();
    for (Instant minute = START; minute.isBefore(START.plus(TWICE_ALL)); minute = minute.plusSeconds(60)) {
      play(world, platform, minute);
      Map<String, String> broken = platform.broken(minute.plusSeconds(30));
      follow(world.faults, broken.keySet(), minute.plusSeconds(30));
      world.clock.advance(Duration.ofMinutes(1));
      forecast.look();
      Instant now = world.clock.instant();
      for (ServiceName service : world.board().services()) {
        forecast.of(service).forecasts().forEach(expected -> foreseen.put(now, platform.next(now) + " of " + service));
      }
    }
    assertThat(foreseen.values().stream().collect(groupingBy(identity(), counting()))).containsOnlyKeys(
        "ORDER_BACKLOG of crm-order", "DUPLICATE_CUSTOMERS of crm-marketing", "LOGIN_ATTACK of crm-web",
        "SLOW_DATABASE of crm-db")
        .allSatisfy((what, minutes) -> assertThat(minutes).as(what).isGreaterThanOrEqualTo(4));
  }

  /** What breaks and is mended becomes a fault of the record. */
  private static void follow(List<PastFault> faults, Set<String> broken, Instant now) {
    Set<String> going = faults.stream().filter(fault -> fault.endedAt() == null)
        .map(fault -> fault.service().value()).collect(toSet());
    faults.replaceAll(fault -> fault.endedAt() != null || broken.contains(fault.service().value()) ? fault
        : new PastFault(fault.service(), fault.begunAt(), now, fault.incident()));
    broken.stream().filter(service -> !going.contains(service)).forEach(service -> faults.add(
        new PastFault(ServiceName.of(service), now, null, "INC-%06d".formatted(faults.size() + 1))));
  }

  private static void play(Forecasts world, PlayedPlatform platform, Instant minute) {
    platform.minute(minute).forEach((service, row) -> row
        .forEach((indicator, value) -> world.value(ServiceName.of(service), indicator, minute, value)));
  }
}
