package io.faultdesk.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of one benchmark: printed, and kept as {@code target/bench/NAME.txt}. */
public final class Figures {

  private static final Path FOLDER = Path.of("target/bench");

  private final String name;
  private final List<String[]> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  public Figures(String name, String... columns) {
    this.name = name;
    rows.add(columns);
  }

  /** Adds a line; numbers are written with as many digits as they deserve. */
  public void row(Object... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = cells[i] instanceof Number number ? readable(number.doubleValue()) : String.valueOf(cells[i]);
    }
    rows.add(row);
  }

  /** Adds a sentence below the table. */
  public void note(String sentence, Object... arguments) {
    notes.add(sentence.formatted(arguments));
  }

  /** Prints the table and keeps it. */
  public void publish() {
    StringBuilder text = new StringBuilder(name + "\n" + machine() + "\n\n");
    int columns = rows.getFirst().length;
    int[] widths = new int[columns];
    rows.forEach(row -> {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    });
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        String blank = " ".repeat(widths[i] - row[i].length());
        text.append(i == 0 ? row[i] + blank : "  " + blank + row[i]);
      }
      text.append('\n');
    }
    notes.forEach(note -> text.append('\n').append(note));
    text.append('\n');
    System.out.println("\n" + text);
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(name + ".txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String machine() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return "%s, %d cores, %s %s, Java %s, load %.1f".formatted(
        processor(),
        system.getAvailableProcessors(),
        system.getName(),
        system.getVersion(),
        Runtime.version(),
        system.getSystemLoadAverage());
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String readable(double number) {
    String format = Math.abs(number) >= 100 ? "%,.0f" : Math.abs(number) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, number);
  }
}
