package io.faultdesk.prediction;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The columns of one CSV file by name, and its rows. */
record Table(Path file, List<String> columns, List<Row> rows) {

  private static final String UNIT = "unit";
  private static final String SPLIT = "split";
  /** What is no indicator, and a whole number in every row. */
  private static final Set<String> WHOLE = Set.of("minute", "cycle", "label", "rul");

  /** The names of the columns of that file, which may be anything. */
  static List<String> head(Path file) throws IOException {
    try (CSVParser parser = parser(file, CSVFormat.DEFAULT)) {
      return parser.iterator().hasNext() ? parser.iterator().next().toList() : List.of();
    } catch (UncheckedIOException | IOException | IllegalArgumentException wrong) {
      throw in(file, wrong);
    }
  }

  /** That file; an {@link IOException} names line and column of what is no number. */
  static Table of(Path file) throws IOException {
    CSVFormat headed = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    List<Row> rows = new ArrayList<>();
    try (CSVParser parser = parser(file, headed)) {
      List<String> columns = parser.getHeaderNames();
      for (CSVRecord record : parser) {
        rows.add(row(parser.getCurrentLineNumber(), columns, record));
      }
      return new Table(file, columns, rows);
    } catch (UncheckedIOException | IOException | IllegalArgumentException wrong) {
      throw in(file, wrong);
    }
  }

  private static CSVParser parser(Path file, CSVFormat format) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      InputStream unpacked = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
      return format.parse(new InputStreamReader(unpacked, StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException wrong) {
      in.close();
      throw wrong;
    }
  }

  private static IOException in(Path file, Exception wrong) {
    String message = String.valueOf(wrong.getMessage());
    return new IOException(message.matches("\\d+: .*") ? file + ":" + message : file + ": " + message, wrong);
  }

  private static Row row(long line, List<String> columns, CSVRecord record) {
    if (record.size() != columns.size()) {
      throw new IllegalArgumentException(line + ": " + record.size() + " values for " + columns.size() + " columns");
    }
    String unit = "";
    double[] values = new double[columns.size()];
    for (int i = 0; i < values.length; i++) {
      String column = columns.get(i);
      String text = record.get(i).strip();
      values[i] = Double.NaN;
      if (column.equals(UNIT)) {
        unit = text;
      } else if (!column.equals(SPLIT)) {
        values[i] = number(line, column, text);
      }
    }
    return new Row(line, unit, values);
  }

  private static double number(long line, String column, String text) {
    if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
      if (WHOLE.contains(column)) {
        throw new IllegalArgumentException(line + ": the column " + column + " is empty");
      }
      return Double.NaN;
    }
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException wrong) {
      number = Double.NaN;
    }
    boolean good = Double.isFinite(number) && (!WHOLE.contains(column) || number == Math.rint(number));
    if (!good || column.equals("label") && number != 0 && number != 1) {
      String wanted =
          column.equals("label") ? "neither 0 nor 1" : WHOLE.contains(column) ? "no whole number" : "no number";
      throw new IllegalArgumentException(line + ": \"" + text + "\" in the column " + column + " is " + wanted);
    }
    return number;
  }

  boolean has(String column) {
    return columns.contains(column);
  }

  /** That these columns are there. */
  void require(List<String> names) throws IOException {
    List<String> missing = names.stream().filter(name -> !has(name)).toList();
    if (!missing.isEmpty()) {
      throw new IOException(file + " has no column " + String.join(", ", missing));
    }
  }

  /** That this column ascends. */
  void inOrder(String column) throws IOException {
    int at = columns.indexOf(column);
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).values[at] <= rows.get(i - 1).values[at]) {
        throw new IOException(file + ":" + rows.get(i).line + ": the column " + column + " does not ascend");
      }
    }
  }

  /** That this column, which ascends, does so by its smallest step each time, or by a multiple of it where rows are missing. */
  void evenly(String column) throws IOException {
    long[] times = whole(column);
    long step = IntStream.range(1, times.length).mapToLong(i -> times[i] - times[i - 1]).min().orElse(1);
    for (int i = 1; i < times.length; i++) {
      long gap = times[i] - times[i - 1];
      if (gap % step != 0) {
        throw new IOException(
            "%s:%d: it is %s after the row before it, which is no multiple of the %s elsewhere".formatted(
                file, rows.get(i).line, Words.time(Duration.ofMinutes(gap)), Words.time(Duration.ofMinutes(step))));
      }
    }
  }

  List<String> indicators() {
    return columns.stream()
        .filter(column -> !WHOLE.contains(column) && !column.equals(SPLIT) && !column.equals(UNIT))
        .collect(Collectors.toList());
  }

  Table with(List<Row> others) {
    return new Table(file, columns, others);
  }

  /** The values of these columns in each row; what is missing is NaN. */
  double[][] values(List<String> names) {
    int[] at = names.stream().mapToInt(columns::indexOf).toArray();
    double[][] values = new double[rows.size()][at.length];
    for (int row = 0; row < values.length; row++) {
      for (int i = 0; i < at.length; i++) {
        values[row][i] = rows.get(row).values[at[i]];
      }
    }
    return values;
  }

  long[] whole(String column) {
    int at = columns.indexOf(column);
    return rows.stream().mapToLong(row -> (long) row.values[at]).toArray();
  }

  boolean[] flags(String column) {
    long[] numbers = whole(column);
    boolean[] flags = new boolean[numbers.length];
    for (int row = 0; row < flags.length; row++) {
      flags[row] = numbers[row] == 1;
    }
    return flags;
  }

  /**
   * One row.
   *
   * @param unit empty where the file has no such column
   */
  record Row(long line, String unit, double[] values) {}
}
