package io.faultdesk.prediction;

import io.faultdesk.prediction.Metrics.OnCall;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A new model beside the one in force, on the newest part of the past, which the new one was not trained on.
 *
 * @param from when that part begins
 * @param faults how many began in it
 * @param budget how many false alarms the challenger was allowed on a day and service
 * @param champion the model in force; null where there is none, or it cannot be measured there
 * @param notes what to keep in mind
 */
public record Comparison(
    Instant from,
    Instant to,
    int services,
    int faults,
    double budget,
    Side challenger,
    @Nullable Side champion,
    List<String> notes) {

  public static final String AUC = "auc";
  public static final String AVERAGE_PRECISION = "averagePrecision";
  public static final String BRIER = "brier";
  /** The share of the faults that can be found with as many false alarms in that time as the budget allows, and no more. */
  public static final String RECALL_WITHIN_BUDGET = "recallWithinBudget";
  /** The share of the faults that the model finds at its own threshold. */
  public static final String RECALL_AT_THRESHOLD = "recallAtThreshold";
  /** How many false alarms that costs on a day and service. */
  public static final String FALSE_ALARMS_AT_THRESHOLD = "falseAlarmsAtThreshold";

  public Comparison {
    notes = List.copyOf(notes);
  }

  /**
   * One of the two.
   *
   * @param figures by name; what cannot be said is left out
   */
  public record Side(String name, String version, Map<String, Double> figures) {

    /** What that model says of these units, of which both are measured in the same way. */
    static Side of(String name, String version, FaultModel model, List<UnitHistory> units, double budget) {
      List<Scored> scored = units.stream().map(unit -> Scored.of(model, unit)).toList();
      List<OnCall> onCall = scored.stream().map(Scored::onCall).toList();
      Map<String, Double> figures = Figures.of(scored, model.threshold(), false);
      Figures.put(figures, RECALL_WITHIN_BUDGET, Metrics.recall(Metrics.thresholdFor(budget, onCall), onCall));
      Figures.put(figures, RECALL_AT_THRESHOLD, Metrics.recall(model.threshold(), onCall));
      Figures.put(figures, FALSE_ALARMS_AT_THRESHOLD, Metrics.falseAlarmsADay(model.threshold(), onCall));
      return new Side(name, version, figures);
    }

    /** A figure for people, such as 0.713; a dash where it is not known, or there is no such model. */
    public static String said(@Nullable Side side, String figure) {
      Double value = side == null ? null : side.figures.get(figure);
      return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }
  }

  /** The budget for people, such as 1 or 0.5. */
  public String allowed() {
    return Words.number(budget);
  }

  /** As a section of the challenger's card. */
  String markdown() {
    StringBuilder text = new StringBuilder("## Beside the model in force\n\n");
    text.append(
        "From %s to %s, which this model was not trained on: %d services, in which %d faults began.%n%n"
            .formatted(from, to, services, faults));
    text.append("| | this model | %s |%n| --- | ---: | ---: |%n"
        .formatted(champion == null ? "none" : "%s (%s)".formatted(champion.name, champion.version)));
    row(text, "AUC", AUC);
    row(text, "average precision", AVERAGE_PRECISION);
    row(text, "Brier score (less is better)", BRIER);
    row(text, "share of faults found with at most %s false alarm(s) a day and service".formatted(allowed()),
        RECALL_WITHIN_BUDGET);
    row(text, "share of faults found at its own threshold", RECALL_AT_THRESHOLD);
    row(text, "false alarms a day and service at its own threshold", FALSE_ALARMS_AT_THRESHOLD);
    notes.forEach(note -> text.append("\n* ").append(note));
    return text.append('\n').toString();
  }

  private void row(StringBuilder text, String words, String figure) {
    text.append("| %s | %s | %s |%n".formatted(words, Side.said(challenger, figure), Side.said(champion, figure)));
  }
}
