package io.faultdesk.prediction;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faultdesk.incident.FaultArchive;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.PastFault;
import io.faultdesk.incident.PreventedFault;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.indicator.MinuteArchive;
import io.faultdesk.indicator.SampleArchive;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import io.faultdesk.testing.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import java.util.stream.IntStream;
import org.mockito.Mockito;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** All of the live side of fault models over a database of their own, with indicators and faults that a test makes up. */
final class Forecasts {

  static final ServiceName ORDERS = ServiceName.of("orders");
  static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  final HandClock clock = new HandClock(START);
  final List<Object> events = new ArrayList<>();
  final List<PastFault> faults = new ArrayList<>();
  final List<PreventedFault> prevented = new ArrayList<>();
  final PredictionSettings settings;
  private final DataSource source;
  final ModelVersions versions;
  final Alarms alarms;
  /** Values by minute, service and indicator. */
  private final SortedMap<Instant, Map<ServiceName, Map<String, Double>>> values = new TreeMap<>();
  private final IndicatorBoard board = Mockito.mock(IndicatorBoard.class);
  final IncidentDesk desk = Mockito.mock(IncidentDesk.class);
  private final Trends trends = Mockito.mock(Trends.class);
  /** What is found to move towards its limit. */
  final Map<ServiceName, List<Trend>> moving = new HashMap<>();
  final ModelTallies tallies;
  private final FaultArchive archive = Mockito.mock(FaultArchive.class);

  private Forecasts(PredictionSettings settings, DataSource source) {
    this.settings = settings;
    this.source = source;
    new ResourceDatabasePopulator(new ClassPathResource("db/migration/V20261122_10_00__fault_model.sql"),
        new ClassPathResource("db/migration/V20261122_13_15__alarm_outcome.sql"),
        new ClassPathResource("db/migration/V20261122_13_25__model_drift.sql"),
        new ClassPathResource("db/migration/V20261122_15_00__fault_training.sql"),
        new ClassPathResource("db/migration/V20261122_18_00__past_foresight.sql"))
        .execute(source);
    versions = new ModelVersions(JdbcClient.create(source), settings);
    alarms = alarms(source);
    tallies = new ModelTallies(JdbcClient.create(source));
    Mockito.when(board.services()).thenAnswer(
        call -> values.values().stream().flatMap(row -> row.keySet().stream()).collect(
            Collectors.toSet()));
    Mockito.when(board.row(Mockito.any(), Mockito.any())).thenAnswer(
        call -> row(call.getArgument(0), call.<TimeRange>getArgument(1).to()));
    Mockito.when(board.rows(Mockito.any(), Mockito.any(), Mockito.any())).thenAnswer(
        call -> rows(call.getArgument(0), call.getArgument(1)));
    Mockito.when(trends.round()).thenAnswer(call -> new Trends.Round(clock.instant(), moving));
    Mockito.when(trends.of(Mockito.any())).thenAnswer(call -> moving.getOrDefault(call.getArgument(0), List.of()));
    Mockito.when(archive.since(Mockito.any())).thenAnswer(
        call -> faults.stream().filter(fault -> !fault.begunAt().isBefore(call.getArgument(0))).toList());
    Mockito.when(archive.preventedSince(Mockito.any())).thenReturn(prevented);
    Mockito.when(archive.of(Mockito.any())).thenAnswer(
        call -> faults.stream().filter(fault -> call.<List<String>>getArgument(0).contains(fault.incident())).toList());
  }

  JdbcTemplate jdbc() {
    return new JdbcTemplate(source);
  }

  private Alarms alarms(DataSource source) {
    return new Alarms(JdbcClient.create(source), new JdbcTemplate(source), settings);
  }

  static Forecasts of(Path folder) {
    return of(folder, new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"));
  }

  static Forecasts of(Path folder, DataSource source) {
    return new Forecasts(
        new PredictionSettings(folder, "faults", Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(30),
            Duration.ofDays(7), Set.of("deaf"), 3, Duration.ofDays(365), 200_000, Duration.ofMinutes(2),
            Duration.ofHours(6),
            Duration.ofDays(4), Duration.ofDays(30), 1000,
            new DriftSettings(0.25, Duration.ofDays(7), 1000)),
        source);
  }

  /** What the program starts with, anew over the same database. */
  ModelStore store() {
    return new ModelStore(settings, versions, clock, new SimpleMeterRegistry());
  }

  FaultForecast forecast(ModelStore store) {
    return new FaultForecast(
        settings, store, board, trends, new KnownFaults(archive), alarms, drift(), pastForesight(), events::add, clock,
        new SimpleMeterRegistry());
  }

  /** What the program starts with, anew over the same database. */
  PastForesight pastForesight() {
    SampleArchive samples = Mockito.mock(SampleArchive.class);
    Mockito.when(samples.kept()).thenReturn(Duration.ofDays(8));
    return new PastForesight(
        new JdbcTemplate(source), JsonMapper.builder().findAndAddModules().build(), samples, clock);
  }

  Past past() {
    MinuteArchive minutes = Mockito.mock(MinuteArchive.class);
    Mockito.when(minutes.services()).thenAnswer(call -> {
      SortedMap<ServiceName, Integer> services = new TreeMap<>();
      values.values().forEach(row -> row.forEach((service, of) -> services.put(service, of.size())));
      return services;
    });
    Mockito.when(minutes.rows(Mockito.any(), Mockito.any(), Mockito.any())).thenAnswer(
        call -> rows(call.getArgument(0), call.getArgument(1)));
    return new Past(minutes, archive, settings, clock);
  }

  DriftWatch drift() {
    return new DriftWatch(
        tallies, settings, desk, TransactionOperations.withoutTransaction(), new SimpleMeterRegistry());
  }

  /** Of these faults. */
  KnownFaults known() {
    KnownFaults known = new KnownFaults(archive);
    known.refresh(clock.instant());
    return known;
  }

  Trainings trainings() {
    return new Trainings(JdbcClient.create(source), JsonMapper.builder().findAndAddModules().build());
  }

  /** What the program starts with, anew over the same database. */
  TrainingDesk desk(SelfTraining school, ModelStore store) {
    return new TrainingDesk(
        school, trainings(), store, versions, settings, events::add,
        new TransactionTemplate(new DataSourceTransactionManager(source)), clock);
  }

  /** Two days of a service with so many faults in each half a day, but for the first, which one indicator shows. */
  void days(ServiceName service, String indicator, int faultsAtATime) {
    int half = 12 * 60;
    for (int minute = 0; minute < 4 * half; minute++) {
      boolean faulty = faultsAtATime > 0 && minute > half && minute % (half / faultsAtATime) < 10;
      Instant begin = START.plusSeconds(60L * minute);
      value(service, indicator, begin, 10 + Math.floorMod(minute * 7, 5) + (faulty ? 40 : 0));
      value(service, indicator + "-too", begin, Math.floorMod(minute * 3, 7));
      if (faulty && minute % (half / faultsAtATime) == 0) {
        faults.add(new PastFault(service, begin, begin.plusSeconds(600), "INC-%06d".formatted(faults.size() + 1)));
      }
    }
  }

  /** What the indicator is in the minute that begins then. */
  void value(ServiceName service, String indicator, Instant minute, double value) {
    values.computeIfAbsent(minute, time -> new HashMap<>()).computeIfAbsent(service, name -> new HashMap<>())
        .put(indicator, value);
  }

  /** An hour of quiet before the start, and as many minutes after it. */
  void quiet(ServiceName service, int minutes) {
    IntStream.range(-60, minutes).forEach(minute -> {
      value(service, "queue", START.plusSeconds(60L * minute), 10 + Math.floorMod(minute * 7, 5));
      value(service, "errors", START.plusSeconds(60L * minute), 1 + 0.1 * Math.floorMod(minute * 3, 7));
    });
  }

  /** The minute that ends last until then. */
  private Map<String, Double> row(ServiceName service, Instant until) {
    Map<ServiceName, Map<String, Double>> row =
        values.get(Instant.ofEpochMilli(Math.floorDiv(until.toEpochMilli(), 60_000) * 60_000).minusSeconds(60));
    return row == null ? Map.of() : row.getOrDefault(service, Map.of());
  }

  SortedMap<Instant, Map<String, Double>> rows(ServiceName service, TimeRange time) {
    SortedMap<Instant, Map<String, Double>> rows = new TreeMap<>();
    values.subMap(time.from(), time.to()).forEach((minute, row) -> {
      if (row.containsKey(service)) {
        rows.put(minute, row.get(service));
      }
    });
    return rows;
  }

  IndicatorBoard board() {
    return board;
  }

  /** A model that looks at nothing but the largest distance of any indicator: half a chance at that many deviations. */
  static FaultModel model(double distance) {
    FeatureSchema schema = new FeatureSchema(
        FeatureSchema.VERSION, 1, 15, List.of(FeatureGroup.SUMMARY, FeatureGroup.RECURRENCE), List.of(),
        Horizon.of("20m"));
    List<FaultModel.Feature> features = schema.names().stream()
        .map(name -> new FaultModel.Feature(name, 0, 1, name.equals("robust.max.last") ? 4 : 0)).toList();
    Map<String, Double> metrics = new LinkedHashMap<>(Map.of("baseRate", 0.01));
    return new FaultModel(
        FaultModel.FORMAT, Task.PREDICT, Horizon.of("20m"), schema, features, -4 * Math.log1p(distance), 0.3, 1,
        new FaultModel.Training("made up", 0, 1, 1, 1, 1), metrics, Map.of());
  }

  /** A model that looks at everything, at some of it more than at the rest. */
  static FaultModel ofAllFeatures() {
    FaultModel simple = model(8);
    Random random = new Random(2);
    List<FaultModel.Feature> features = simple.features().stream()
        .map(feature -> new FaultModel.Feature(feature.name(), 0.5, 1, random.nextGaussian() / 10)).toList();
    return new FaultModel(simple.format(), simple.task(), simple.horizon(), simple.schema(), features, -1, 0.3, 1,
        simple.training(), simple.metrics(), Map.of());
  }

  static void write(FaultModel model, Path folder) {
    try {
      Files.writeString(folder.resolve("faults.json"), model.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
