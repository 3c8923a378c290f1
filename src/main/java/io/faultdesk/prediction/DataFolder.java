package io.faultdesk.prediction;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.faultdesk.shared.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Units in CSV files, packed or not, in one of two layouts. {@code NAME.labelled.csv} is one unit with a column {@code minute},
 * indicators, and a {@code label} of 0 or 1, beside which {@code NAME.history.csv} says what is usual. Any other file with the
 * columns {@code unit} and {@code cycle} holds many units that ran until they failed, with {@code rul} for the cycles they had left.
 *
 * @param digest SHA-256 of the files that were read
 * @param step minutes from one row to the next where none is missing; 0 where rows are no times
 */
record DataFolder(List<UnitHistory> units, String digest, int step) {

  private static final String LABELLED = ".labelled.csv";
  private static final String HISTORY = ".history.csv";
  private static final String PACKED = ".gz";

  /** Units whose rows are minutes. */
  DataFolder(List<UnitHistory> units, String digest) {
    this(units, digest, smallestStep(units));
  }

  /**
   * The units in that folder, all of one kind: with the same indicators, rows as far apart, and all or none with a history. An
   * {@link IOException} names file, line and column of what cannot be read.
   */
  static DataFolder read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no folder " + folder);
    }
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> base(file).endsWith(".csv")).sorted(Comparator.comparing(Path::toString)).toList();
    }
    List<UnitHistory> units = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    Map<String, Path> origins = new HashMap<>();
    for (Path file : files) {
      List<UnitHistory> of = units(file, files);
      for (UnitHistory unit : of) {
        Path other = origins.put(unit.name(), file);
        if (other != null) {
          throw new IOException("the unit " + unit.name() + " is in " + other + " and in " + file);
        }
      }
      units.addAll(of);
      if (!of.isEmpty() || base(file).endsWith(HISTORY)) {
        digests.add(file.getFileName().toString());
        digests.add(Digest.of(Files.readAllBytes(file)));
      }
    }
    if (units.isEmpty()) {
      throw new IOException(
          folder + " holds neither NAME" + LABELLED + " nor a CSV file with the columns unit and cycle, and rows");
    }
    ofOneKind(folder, units);
    return new DataFolder(units, Digest.of(digests.toArray(String[]::new)), step(folder, units, origins));
  }

  private static void ofOneKind(Path folder, List<UnitHistory> units) throws IOException {
    UnitHistory first = units.getFirst();
    for (UnitHistory unit : units) {
      if (!unit.indicators().equals(first.indicators())) {
        throw new IOException(folder + ": " + unit.name() + " has other indicators than " + first.name());
      }
      if ((unit.normal().length > 0) != (first.normal().length > 0)) {
        UnitHistory without = unit.normal().length > 0 ? first : unit;
        throw new IOException(
            folder + ": " + without.name() + " has no file " + without.name() + HISTORY + ", others have theirs");
      }
    }
  }

  private static int step(Path folder, List<UnitHistory> units, Map<String, Path> origins) throws IOException {
    Map<String, Path> timed = new LinkedHashMap<>(origins);
    timed.values().removeIf(file -> !base(file).endsWith(LABELLED));
    if (timed.isEmpty()) {
      return 0;
    }
    if (timed.size() < units.size()) {
      throw new IOException(
          folder + " holds units by minutes and units by cycles, which belong into folders of their own");
    }
    int step = smallestStep(units);
    for (UnitHistory unit : units) {
      long own = unit.step().orElse(step);
      if (own != step) {
        String other = units.stream().filter(each -> each.step().equals(OptionalLong.of(step))).findFirst()
            .map(UnitHistory::name).orElseThrow();
        throw new IOException(
            "%s: its rows are %s apart, those of %s %s".formatted(
                timed.get(unit.name()), Words.time(Duration.ofMinutes(own)), timed.get(other),
                Words.time(Duration.ofMinutes(step))));
      }
    }
    return step;
  }

  /** Of all, because where rows are missing it is larger. */
  private static int smallestStep(List<UnitHistory> units) {
    return Math.toIntExact(units.stream().flatMapToLong(unit -> unit.step().stream()).min().orElse(1));
  }

  /** The first minute or cycle of all. */
  long from() {
    return units.stream().flatMapToLong(unit -> Arrays.stream(unit.times())).min().orElse(0);
  }

  /** The last one. */
  long to() {
    return units.stream().flatMapToLong(unit -> Arrays.stream(unit.times())).max().orElse(0);
  }

  /** Whether its times are minutes, so that days can be told. */
  boolean inMinutes() {
    return step > 0;
  }

  /** Whether each unit has a history, which says what is usual for it. */
  boolean hasHistory() {
    return units.stream().allMatch(unit -> unit.normal().length > 0);
  }

  private static String base(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(PACKED) ? name.substring(0, name.length() - PACKED.length()) : name;
  }

  private static List<UnitHistory> units(Path file, List<Path> files) throws IOException {
    String base = base(file);
    if (base.endsWith(LABELLED)) {
      String history = base.replace(LABELLED, HISTORY);
      Path beside = files.stream().filter(other -> base(other).equals(history)).findFirst().orElse(null);
      return List.of(labelled(base.substring(0, base.indexOf('.')), Table.of(file), beside));
    }
    if (base.endsWith(HISTORY)) {
      return List.of();
    }
    // what else lies beside them, such as a list of the faults, is left alone
    return Table.head(file).containsAll(List.of("unit", "cycle")) ? runs(Table.of(file)) : List.of();
  }

  private static UnitHistory labelled(String name, Table table, @Nullable Path history) throws IOException {
    double[][] normal = new double[0][];
    if (history != null) {
      Table past = Table.of(history);
      past.require(table.indicators());
      normal = past.values(table.indicators());
    }
    table.require(List.of("minute"));
    table.inOrder("minute");
    table.evenly("minute");
    return new UnitHistory(
        name, table.indicators(), table.whole("minute"), table.values(table.indicators()), normal,
        table.has("label") ? new Truth.Faulty(table.flags("label")) : null);
  }

  private static List<UnitHistory> runs(Table table) throws IOException {
    Map<String, List<Table.Row>> units =
        table.rows().stream().collect(groupingBy(Table.Row::unit, LinkedHashMap::new, toList()));
    List<UnitHistory> runs = new ArrayList<>();
    for (Map.Entry<String, List<Table.Row>> unit : units.entrySet()) {
      Table own = table.with(unit.getValue());
      own.inOrder("cycle");
      runs.add(
          new UnitHistory(
              unit.getKey(), own.indicators(), own.whole("cycle"), own.values(own.indicators()), new double[0][],
              own.has("rul") ? new Truth.Left(own.whole("rul")) : null));
    }
    return runs;
  }
}
