package io.faultdesk.prediction;

import io.faultdesk.shared.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Units in CSV files, packed or not, in one of two layouts. {@code NAME.labelled.csv} is one unit with a column {@code minute},
 * indicators, and a {@code label} of 0 or 1, beside which {@code NAME.history.csv} says what is usual. Any other file with the
 * columns {@code unit} and {@code cycle} holds many units that ran until they failed, with {@code rul} for the cycles they had left.
 *
 * @param digest SHA-256 of the units' files
 */
record DataFolder(List<UnitHistory> units, String digest) {

  private static final String LABELLED = ".labelled.csv";
  private static final String HISTORY = ".history.csv";
  private static final Set<String> REQUIRED = Set.of("minute", "cycle", "unit", "label", "rul");
  private static final String SPLIT = "split";

  /** The units in that folder; an {@link IOException} names file, line and column of what cannot be read. */
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
    for (Path file : files) {
      List<UnitHistory> of = units(file);
      if (!of.isEmpty()) {
        units.addAll(of);
        digests.add(file.getFileName().toString());
        digests.add(Digest.of(Files.readAllBytes(file)));
      }
    }
    if (units.isEmpty()) {
      throw new IOException(
          folder + " holds neither NAME" + LABELLED + " nor a CSV file with the columns unit and cycle");
    }
    return new DataFolder(units, Digest.of(digests.toArray(String[]::new)));
  }

  /** Whether its times are minutes, so that days can be told. */
  boolean inMinutes() {
    return units.stream().noneMatch(unit -> unit.truth() instanceof Truth.Left);
  }

  private static String base(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
  }

  private static List<UnitHistory> units(Path file) throws IOException {
    String base = base(file);
    if (base.endsWith(LABELLED)) {
      return List.of(labelled(file));
    }
    if (base.endsWith(HISTORY)) {
      return List.of();
    }
    // what else lies beside them, such as a list of the faults, is left alone
    return Table.head(file).containsAll(List.of("unit", "cycle")) ? runs(Table.of(file)) : List.of();
  }

  private static UnitHistory labelled(Path file) throws IOException {
    Table table = Table.of(file);
    table.require("minute");
    String name = file.getFileName().toString();
    String history = name.replace(LABELLED, HISTORY);
    Path beside = file.resolveSibling(history);
    List<String> indicators = table.indicators();
    double[][] normal = Files.exists(beside) ? Table.of(beside).values(indicators) : new double[0][];
    return new UnitHistory(
        name.substring(0, name.indexOf('.')), indicators, table.times("minute"), table.values(indicators), normal,
        table.has("label") ? new Truth.Faulty(table.flags("label")) : null);
  }

  private static List<UnitHistory> runs(Table table) {
    Map<String, List<double[]>> units = new LinkedHashMap<>();
    int unit = table.column("unit");
    table.rows.forEach(row -> units.computeIfAbsent(number(row[unit]), name -> new ArrayList<>()).add(row));
    List<UnitHistory> runs = new ArrayList<>();
    units.forEach((name, rows) -> {
      Table own = new Table(table.file, table.columns, rows);
      runs.add(new UnitHistory(
          name, own.indicators(), own.times("cycle"), own.values(own.indicators()), new double[0][],
          own.has("rul") ? new Truth.Left(own.whole("rul")) : null));
    });
    return runs;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  /** The columns of one file by name, and its rows; what is empty, or the text of a split, is NaN. */
  private record Table(Path file, List<String> columns, List<double[]> rows) {

    static List<String> head(Path file) throws IOException {
      try (CSVParser parser = parser(file)) {
        return parser.getHeaderNames();
      } catch (UncheckedIOException | IllegalArgumentException wrong) {
        throw new IOException(file + ": " + wrong.getMessage(), wrong);
      }
    }

    static Table of(Path file) throws IOException {
      try (CSVParser parser = parser(file)) {
        List<String> columns = parser.getHeaderNames();
        List<double[]> rows = new ArrayList<>();
        for (CSVRecord record : parser) {
          rows.add(row(file, columns, record));
        }
        return new Table(file, columns, rows);
      } catch (UncheckedIOException | IllegalArgumentException wrong) {
        throw new IOException(file + ": " + wrong.getMessage(), wrong);
      }
    }

    private static CSVParser parser(Path file) throws IOException {
      return CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get()
          .parse(new InputStreamReader(open(file), StandardCharsets.UTF_8));
    }

    private static InputStream open(Path file) throws IOException {
      InputStream in = new BufferedInputStream(Files.newInputStream(file));
      return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    private static double[] row(Path file, List<String> columns, CSVRecord record) throws IOException {
      if (record.size() != columns.size()) {
        throw new IOException(file + ":" + (record.getRecordNumber() + 1) + ": " + record.size() + " values for "
            + columns.size() + " columns");
      }
      double[] row = new double[columns.size()];
      for (int i = 0; i < row.length; i++) {
        String text = record.get(i);
        if (text.isBlank() && REQUIRED.contains(columns.get(i))) {
          throw new IOException(
              file + ":" + (record.getRecordNumber() + 1) + ": the column " + columns.get(i) + " is empty");
        }
        try {
          row[i] = text.isBlank() || columns.get(i).equals(SPLIT) ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException wrong) {
          throw new IOException(file + ":" + (record.getRecordNumber() + 1) + ": \"" + text + "\" in the column "
              + columns.get(i) + " is no number", wrong);
        }
      }
      return row;
    }

    boolean has(String column) {
      return columns.contains(column);
    }

    void require(String column) throws IOException {
      if (!has(column)) {
        throw new IOException(file + " has no column " + column);
      }
    }

    int column(String name) {
      return columns.indexOf(name);
    }

    List<String> indicators() {
      return columns.stream().filter(column -> !REQUIRED.contains(column) && !column.equals(SPLIT)).toList();
    }

    double[][] values(List<String> indicators) {
      int[] numbers = indicators.stream().mapToInt(this::column).toArray();
      double[][] values = new double[rows.size()][numbers.length];
      for (int row = 0; row < values.length; row++) {
        for (int i = 0; i < numbers.length; i++) {
          values[row][i] = numbers[i] < 0 ? Double.NaN : rows.get(row)[numbers[i]];
        }
      }
      return values;
    }

    long[] times(String column) {
      int at = column(column);
      return rows.stream().mapToLong(row -> (long) row[at]).toArray();
    }

    int[] whole(String column) {
      int at = column(column);
      return rows.stream().mapToInt(row -> (int) row[at]).toArray();
    }

    boolean[] flags(String column) {
      int at = column(column);
      boolean[] flags = new boolean[rows.size()];
      for (int row = 0; row < flags.length; row++) {
        flags[row] = rows.get(row)[at] > 0;
      }
      return flags;
    }
  }
}
