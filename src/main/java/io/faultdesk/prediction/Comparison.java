package io.faultdesk.prediction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A new model beside the one in force, on the newest part of the past, which the new one was not trained on.
 *
 * @param from when that part begins
 * @param faults how many began in it
 * @param champion the model in force; null where there is none, or it cannot be measured there
 * @param notes what to keep in mind
 */
public record Comparison(
    Instant from, Instant to, int services, int faults, Side challenger, @Nullable Side champion, List<String> notes) {

  private static final SequencedMap<String, String> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("auc", "AUC");
    FIGURES.put("averagePrecision", "average precision");
    FIGURES.put("brier", "Brier score (less is better)");
    FIGURES.put("recallWithinBudget", "faults found at its threshold");
    FIGURES.put("falseAlarmsADay", "false alarms a day and service");
  }

  public Comparison {
    notes = List.copyOf(notes);
  }

  /**
   * One of the two.
   *
   * @param figures by name; what cannot be said is left out
   */
  public record Side(String name, String version, Map<String, Double> figures) {}

  /** The figures of both, each by its name for people. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    FIGURES.forEach(
        (figure, name) -> rows.add(
            new Row(figure, name, said(challenger, figure), champion == null ? "–" : said(champion, figure))));
    return rows;
  }

  /**
   * One figure of both, for people.
   *
   * @param key one word without blanks
   */
  public record Row(String key, String figure, String challenger, String champion) {}

  private static String said(Side side, String figure) {
    Double value = side.figures.get(figure);
    return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** As a section of the challenger's card. */
  String markdown() {
    StringBuilder text = new StringBuilder("## Beside the model in force\n\n");
    text.append(
        "From %s to %s, which this model was not trained on: %d services, in which %d faults began.%n%n"
            .formatted(from, to, services, faults));
    text.append("| | this model | %s |%n| --- | ---: | ---: |%n"
        .formatted(champion == null ? "none" : "%s (%s)".formatted(champion.name, champion.version)));
    rows().forEach(row -> text.append("| %s | %s | %s |%n".formatted(row.figure, row.challenger, row.champion)));
    notes.forEach(note -> text.append("\n* ").append(note));
    return text.append('\n').toString();
  }
}
