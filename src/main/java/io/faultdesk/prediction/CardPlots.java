package io.faultdesk.prediction;

import io.faultdesk.prediction.FaultModel.Feature;
import io.faultdesk.prediction.Metrics.Bin;
import io.faultdesk.prediction.Metrics.Curve;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pictures of a model card, by the ends of their names. */
final class CardPlots {

  private static final int HEIGHT = 420;
  /** Lines of more units would be a tangle. */
  private static final int MOST_UNITS = 12;
  private static final int ROW_HEIGHT = 22;

  private final FaultModel model;
  private final List<Scored> units;
  private final Metrics metrics;

  private CardPlots(FaultModel model, List<Scored> units) {
    this.model = model;
    this.units = units;
    metrics = Scored.metrics(units);
  }

  static Map<String, String> of(FaultModel model, List<Scored> units) {
    CardPlots plots = new CardPlots(model, units);
    Map<String, String> svgs = new LinkedHashMap<>();
    if (plots.metrics.mixed()) {
      svgs.put("roc", plots.roc());
      svgs.put("precision-recall", plots.precisionRecall());
    }
    svgs.put("calibration", plots.calibration());
    svgs.put("weights", plots.weights());
    return svgs;
  }

  private String roc() {
    Chart chart = new Chart("How well it tells rows apart (ROC)", said("AUC %.3f", metrics.auc()) + paleLines(), HEIGHT)
        .shares("x", "share of the rows without a fault that it takes for one")
        .shares("y", "share of the rows with a fault that it finds");
    faulty().forEach(unit -> chart.line(unit.roc(), Chart.PALE));
    chart.dashes(new Curve(new double[]{0, 1}, new double[]{0, 1})).words(0.72, 0.66, "chance", Chart.QUIET)
        .line(metrics.roc(), Chart.STRONG);
    return threshold(chart, metrics.falseRate(model.threshold()), metrics.recall(model.threshold()));
  }

  private String precisionRecall() {
    double rate = metrics.baseRate();
    Chart chart = new Chart(
        "How many of its rows are right, how many it finds",
        said("average precision %.3f", metrics.averagePrecision()) + paleLines(), HEIGHT)
        .shares("x", "recall: share of the rows with a fault that it finds")
        .shares("y", "precision: share of what it says that is right");
    faulty().forEach(unit -> chart.line(unit.precisionRecall(), Chart.PALE));
    chart.dashes(new Curve(new double[]{0, 1}, new double[]{rate, rate}))
        .words(0.01, rate + 0.035, said("chance, %.3f", rate), Chart.QUIET)
        .line(metrics.precisionRecall(), Chart.STRONG);
    return threshold(chart, metrics.recall(model.threshold()), metrics.precision(model.threshold()));
  }

  private String threshold(Chart chart, double x, double y) {
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return chart.svg();
    }
    double left = x > 0.7 ? x - 0.27 : x + 0.02;
    return chart.dots(new Curve(new double[]{x}, new double[]{y}), Chart.MARK)
        .words(left, Math.max(0.03, y - 0.05), said("at its threshold, %.4f", model.threshold()), Chart.MARK).svg();
  }

  private String calibration() {
    List<Bin> bins = metrics.calibration();
    Curve held = new Curve(
        bins.stream().mapToDouble(Bin::said).toArray(), bins.stream().mapToDouble(Bin::was).toArray());
    return new Chart("Whether its probabilities hold",
        said("Brier score %.4f; the dashed line is as it should be", metrics.brier()), HEIGHT)
        .smallShares("x", "mean probability that it gives (square-root scale)")
        .smallShares("y", "share of these rows with a fault")
        .dashes(new Curve(new double[]{0, 1}, new double[]{0, 1}))
        .line(held, Chart.STRONG).dots(held, Chart.STRONG).svg();
  }

  private String weights() {
    List<Feature> strongest = model.strongest();
    return new Chart(
        "What moves it most", "weight of a feature: logit for each standard deviation above its mean",
        120 + ROW_HEIGHT * strongest.size())
        .bars(
            strongest.stream().map(Feature::name).toList(),
            strongest.stream().mapToDouble(Feature::weight).toArray())
        .svg();
  }

  private List<Metrics> faulty() {
    return units.size() > MOST_UNITS || units.size() == 1 ? List.of()
        : units.stream().map(unit -> Scored.metrics(List.of(unit)))
            .filter(Metrics::mixed).toList();
  }

  private String paleLines() {
    return faulty().isEmpty() ? "" : " of all rows together; the pale lines are single units";
  }

  private static String said(String form, double number) {
    return String.format(Locale.ROOT, form, number);
  }
}
