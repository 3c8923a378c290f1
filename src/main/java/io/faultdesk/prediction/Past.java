package io.faultdesk.prediction;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;

import io.faultdesk.incident.FaultArchive;
import io.faultdesk.incident.PastFault;
import io.faultdesk.indicator.MinuteArchive;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/**
 * What is stored of the services' past, as units to learn from, one minute a row: the first part of it says what is usual for a service, as live,
 * and the rest, with the faults that its incidents tell of, is learnt from. It holds a bounded number of rows; services with faults come first.
 */
@Component
class Past {

  static final Duration STEP = Duration.ofMinutes(1);

  /** A service with more is left out, because its rows take too much memory. */
  static final int MOST_INDICATORS = 200;

  /** Rows of a fault are looked at for so long afterwards. */
  private static final Duration MEMORY = STEP.multipliedBy(Trainer.WINDOW);
  /** The first of so many parts says what is usual. */
  private static final int PARTS = 4;

  private final MinuteArchive minutes;
  private final FaultArchive archive;
  private final PredictionSettings settings;
  private final Clock clock;

  Past(MinuteArchive minutes, FaultArchive archive, PredictionSettings settings, Clock clock) {
    this.minutes = minutes;
    this.archive = archive;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * So many days until now, one service after the other.
   *
   * @param progress told the share that is read
   */
  Remembered read(int days, DoubleConsumer progress) throws InterruptedException {
    Instant to = clock.instant().minus(STEP).truncatedTo(ChronoUnit.MINUTES);
    TimeRange range = new TimeRange(to.minus(Duration.ofDays(days)), to);
    SortedMap<ServiceName, Integer> services = minutes.services();
    settings.optOut().forEach(service -> services.remove(ServiceName.of(service)));
    Map<ServiceName, List<PastFault>> faults =
        archive.since(range.from().minus(KnownFaults.KEPT)).stream().collect(groupingBy(PastFault::service));
    List<ServiceName> turn = services.keySet().stream()
        .sorted(
            comparing((ServiceName service) -> -faults.getOrDefault(service, List.of()).size())
                .thenComparing(naturalOrder()))
        .toList();
    List<UnitHistory> units = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    long rows = 0;
    for (ServiceName service : turn) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (services.getOrDefault(service, 0) > MOST_INDICATORS
          || rows + Duration.ofDays(days).toMinutes() > settings.trainRows()) {
        leftOut.add(service.value());
        continue;
      }
      UnitHistory unit = unit(service, minutes.rows(service, range, STEP), faults.getOrDefault(service, List.of()), to);
      if (unit.normal().length == 0) {
        leftOut.add(service.value());
      } else {
        units.add(unit);
        rows += unit.times().length;
      }
      progress.accept((double) (units.size() + leftOut.size()) / turn.size());
    }
    return new Remembered(units, range, leftOut);
  }

  /** That service; without normal rows where too little is known of it. */
  UnitHistory unit(
      ServiceName service, SortedMap<Instant, Map<String, Double>> rows, List<PastFault> faults, Instant now) {
    int least = Math.toIntExact(settings.learnFrom().dividedBy(STEP));
    long first = rows.isEmpty() ? 0 : minute(rows.firstKey());
    int count = rows.isEmpty() ? 0 : Math.toIntExact(minute(rows.lastKey()) - first + 1);
    int usual = (int) Math.max(least, Math.min(count / PARTS, settings.usual().dividedBy(STEP)));
    Instant learnt = Instant.ofEpochSecond(60 * (first + usual));
    List<TimeRange> times = faults.stream().map(fault -> KnownFaults.time(fault, MEMORY, now)).toList();
    Usual known = count <= usual ? null : Usual.of(rows.headMap(learnt), times, least, now).orElse(null);
    if (known == null) {
      return new UnitHistory(service.value(), List.of(), new long[0], new double[0][], new double[0][], null);
    }
    double[][] values = new double[count][];
    Arrays.setAll(
        values, row -> known.values(rows.getOrDefault(Instant.ofEpochSecond(60 * (first + row)), Map.of())));
    double[][] normal =
        Usual.good(rows.headMap(learnt), times).stream().map(known::values).toArray(double[][]::new);
    long[] begun = faults.stream().mapToLong(fault -> minute(fault.begunAt())).sorted().toArray();
    return new UnitHistory(
        service.value(), known.indicators(), LongStream.range(first, first + count).toArray(), values, normal,
        new Truth.Recorded(new Truth.Faulty(faulty(first, count, faults)), begun, usual, count));
  }

  private static boolean[] faulty(long first, int count, List<PastFault> faults) {
    boolean[] faulty = new boolean[count];
    for (PastFault fault : faults) {
      long begun = minute(fault.begunAt()) - first;
      Instant ended = fault.endedAt();
      long behind =
          ended == null ? count : Math.max(begun + 1, Math.ceilDiv(ended.toEpochMilli(), STEP.toMillis()) - first);
      Arrays.fill(faulty, (int) Math.clamp(begun, 0, count), (int) Math.clamp(behind, 0, count), true);
    }
    return faulty;
  }

  private static long minute(Instant moment) {
    return Math.floorDiv(moment.toEpochMilli(), STEP.toMillis());
  }

  /**
   * What was read.
   *
   * @param leftOut services of which too little is known, or for which there was no room
   */
  record Remembered(List<UnitHistory> units, TimeRange time, List<String> leftOut) {

    /** The whole of it. */
    DataFolder all() {
      return data(units);
    }

    /** What was known at that moment, for a model that is to be measured on what came later. */
    DataFolder until(Instant moment) {
      return data(units.stream().filter(unit -> asked(unit).from() < rows(unit, moment))
          .map(unit -> cut(unit, rows(unit, moment))).toList());
    }

    /** The units with what came from that moment on asked about, and all before it known. */
    List<UnitHistory> since(Instant moment) {
      return units.stream().filter(unit -> rows(unit, moment) < unit.times().length)
          .map(unit -> {
            Truth.Recorded truth = asked(unit);
            return with(unit, unit.times(), unit.values(), new Truth.Recorded(
                truth.faulty(), truth.begun(), Math.max(truth.from(), rows(unit, moment)), truth.to()));
          }).toList();
    }

    private DataFolder data(List<UnitHistory> of) {
      if (of.isEmpty()) {
        throw new IllegalArgumentException(
            "to learn from, minutes of at least one service are needed, enough to say what is usual for it; here are none");
      }
      return new DataFolder(of, Digest.of(of.stream().map(Remembered::digest).toArray(String[]::new)));
    }

    private static UnitHistory cut(UnitHistory unit, int rows) {
      Truth.Recorded truth = asked(unit);
      long[] times = Arrays.copyOf(unit.times(), rows);
      long[] begun = LongStream.of(truth.begun()).filter(each -> each <= times[rows - 1]).toArray();
      Truth.Faulty faulty = new Truth.Faulty(Arrays.copyOf(truth.faulty().rows(), rows));
      return with(
          unit, times, Arrays.copyOf(unit.values(), rows), new Truth.Recorded(faulty, begun, truth.from(), rows));
    }

    private static UnitHistory with(UnitHistory unit, long[] times, double[][] values, Truth truth) {
      return new UnitHistory(unit.name(), unit.indicators(), times, values, unit.normal(), truth);
    }

    private static Truth.Recorded asked(UnitHistory unit) {
      if (unit.truth() instanceof Truth.Recorded truth) {
        return truth;
      }
      throw new IllegalStateException(unit.name() + " is not of the server's own past");
    }

    /** How many of its rows begin before that moment. */
    private static int rows(UnitHistory unit, Instant moment) {
      return (int) Math.clamp(minute(moment) - unit.times()[0], 0, unit.times().length);
    }

    private static String digest(UnitHistory unit) {
      List<byte[]> parts = new ArrayList<>();
      parts.add(bytes(Arrays.stream(unit.times()).asDoubleStream().toArray()));
      boolean[] faulty = asked(unit).faulty().rows();
      ByteBuffer flags = ByteBuffer.allocate(faulty.length);
      for (boolean each : faulty) {
        flags.put((byte) (each ? 1 : 0));
      }
      parts.add(flags.array());
      Arrays.stream(unit.values()).map(Remembered::bytes).forEach(parts::add);
      return Digest.of(unit.name(), String.join(",", unit.indicators()), Digest.of(parts.toArray(byte[][]::new)));
    }

    private static byte[] bytes(double[] values) {
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
      bytes.asDoubleBuffer().put(values);
      return bytes.array();
    }
  }
}
