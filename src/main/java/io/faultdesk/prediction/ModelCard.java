package io.faultdesk.prediction;

import static java.util.Comparator.comparingDouble;

import io.faultdesk.prediction.FaultModel.Feature;
import io.faultdesk.prediction.FaultModel.Training;
import io.faultdesk.prediction.Metrics.Bin;
import io.faultdesk.prediction.Metrics.OnCall;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.ZoneOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody should know of a model before relying on it, in Markdown with pictures beside it: what it answers, what it was
 * trained on, how good it is on units that it has not seen, and where it fails.
 */
final class ModelCard {

  /** More are too many to be read; the model file has them all. */
  private static final int MOST_UNITS = 50;
  private static final double LARGE = 0.25;
  /** Data sets count their minutes from nearly nothing, a server from 1970. */
  private static final long CLOCK = 10_000_000;
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

  private final String name;
  private final FaultModel model;
  private final Training measured;
  private final List<Scored> units;
  private final List<Candidate> candidates;
  private final boolean minutes;
  private final boolean history;
  private final Metrics metrics;
  private final List<String> lines = new ArrayList<>();

  private ModelCard(
      Path file, FaultModel model, DataFolder data, List<Scored> units, List<Candidate> candidates) {
    name = base(file);
    this.model = model;
    measured = Training.of(data, units);
    this.units = units;
    this.candidates = candidates;
    minutes = data.inMinutes();
    history = data.hasHistory();
    metrics = Scored.metrics(units);
  }

  /** That card with its pictures, for {@link NewFile}. */
  static Map<Path, NewFile.Content> files(
      Path file, FaultModel model, DataFolder data, List<Scored> units, List<Candidate> candidates) {
    ModelCard card = new ModelCard(file, model, data, units, candidates);
    Map<Path, NewFile.Content> files = new LinkedHashMap<>();
    CardPlots.of(model, units)
        .forEach((plot, svg) -> files.put(file.resolveSibling(card.picture(plot)), writer -> writer.write(svg)));
    String text = card.text();
    files.put(file, writer -> writer.write(text));
    return files;
  }

  private static String base(Path file) {
    return file.getFileName().toString().replaceFirst("\\.md$", "");
  }

  private String picture(String plot) {
    return name + "." + plot + ".svg";
  }

  private String text() {
    say("# %s", name);
    say("A logistic regression that tells from the last %d rows of a unit, such as a server or an engine, the probability that %s.",
        model.schema().window(), answer());
    data();
    looks();
    if (!candidates.isEmpty()) {
      choice();
    }
    figures();
    threshold();
    calibration();
    weights();
    limits();
    return String.join("\n", lines) + "\n";
  }

  private String answer() {
    Horizon horizon = model.horizon();
    return horizon == null ? "**something is wrong with it now**"
        : "**a fault begins within the next %s**".formatted(
            horizon.rows() ? "%,d rows".formatted(horizon.count()) : "%,d minutes".formatted(horizon.count()));
  }

  private void data() {
    say("## What it was trained on");
    table(model.training());
    if (measured.data().equals(model.training().data())) {
      return;
    }
    say("## What it is measured on here");
    table(measured);
  }

  private void table(Training data) {
    row("", "");
    row("---", "---:");
    row("units", number(data.units()));
    if (data.from() >= CLOCK) {
      row("period", moment(data.from()) + " to " + moment(data.to()));
    } else {
      row(minutes ? "period, in minutes of the data" : "period, in cycles",
          number(data.from()) + " to " + number(data.to()));
    }
    row("rows with a known answer", number(data.rows()));
    row("of them with a fault",
        "%s (%s)".formatted(number(data.positives()), percent((double) data.positives() / data.rows())));
    row("SHA-256", "`" + data.data() + "`");
    lines.add("");
    if (units.size() > data.units() && data.units() > 1) {
      say("Each unit is shown several times: as it is, and as if it had but a few of its indicators, drawn at random, because "
          + "the model is meant for services that have few. Rows are counted each time.");
    }
  }

  private static String moment(long minute) {
    return MOMENT.format(Instant.ofEpochSecond(60 * minute).atOffset(ZoneOffset.UTC));
  }

  private void looks() {
    say("## What it looks at");
    for (FeatureGroup group : model.schema().groups()) {
      lines.add("* " + switch (group) {
        case SUMMARY ->
            "**Summary**: how far the indicators of a unit are from what is usual for it, all of them together. It does not know "
                + "which unit or which indicator it is.";
        case RECURRENCE ->
            "**Recurrence**: when the faults of the unit began so far, and how many of them at this time of day.";
        case INDICATORS -> "**Indicators**: each of " + model.schema().indicators().stream().map(ModelCard::plain)
            .collect(Collectors.joining(", ")) + " by itself.";
      });
    }
    lines.add("");
  }

  private void choice() {
    say("## How it was chosen");
    say("Units were kept out in turn and scored by models that had not seen them; of a single unit, parts of its time. Each kind of features was tried "
        + "with each strength λ by which the weights are held back. The number is the average precision, %s; the best is bold.",
        history ? "the mean of that of each unit with faults, so that no long fault decides alone"
            : "of all rows together");
    List<Double> lambdas = candidates.stream().map(Candidate::lambda).distinct().toList();
    row(Stream.concat(Stream.of("features"),
        lambdas.stream().map(lambda -> "λ = " + BigDecimal.valueOf(lambda).stripTrailingZeros().toPlainString())));
    row(Stream.concat(Stream.of("---"), lambdas.stream().map(lambda -> "---:")));
    double best = candidates.stream().mapToDouble(Candidate::precision).max().orElseThrow();
    candidates.stream().map(Candidate::groups).distinct().forEach(
        groups -> row(
            Stream.concat(
                Stream.of(names(groups)), candidates.stream().filter(each -> each.groups().equals(groups))
                    .map(each -> (each.precision() == best ? "**%s**" : "%s").formatted(share(each.precision()))))));
    lines.add("");
  }

  private static String names(List<FeatureGroup> groups) {
    return groups.stream().map(group -> group.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(" and "));
  }

  private void figures() {
    say("## How good it is on units that it had not seen");
    row(Stream.concat(
        Stream.of("unit", "rows", "faults", "base rate", "AUC", "average precision", "Brier", "F1"),
        minutes ? Stream.of("faults found", "false alarms a day") : Stream.empty()));
    row(Stream.concat(Stream.of("---"), Stream.generate(() -> "---:").limit(minutes ? 9 : 7)));
    figures("**all rows together**", units);
    if (units.size() > 1) {
      units.stream().limit(MOST_UNITS).forEach(unit -> figures(plain(unit.unit()), List.of(unit)));
    }
    lines.add("");
    if (units.size() > MOST_UNITS) {
      say("Of %,d units these are the first %d.", units.size(), MOST_UNITS);
    }
    say("AUC is the share of pairs of a row with and one without a fault that are in the right order, 0.5 by chance; average precision by chance is "
        + "the base rate. The Brier score is the mean squared error of the probabilities: whoever always says the base rate has %s. F1%s is at the "
        + "threshold.", number("%.4f", metrics.baseRate() * (1 - metrics.baseRate())),
        minutes ? ", the share of faults found and the false alarms" : "");
    if (metrics.mixed()) {
      picture("roc", "ROC curve, AUC " + share(metrics.auc()));
      picture("precision-recall", "Precision and recall, average precision " + share(metrics.averagePrecision()));
    } else {
      say("**%s row of this data has a fault.** How well it tells such rows from others cannot be said here.",
          metrics.positives() == 0 ? "No" : "Every");
    }
  }

  private void figures(String title, List<Scored> of) {
    Map<String, Double> figures = Figures.of(of, model.threshold(), minutes);
    Stream<String> names = Stream.concat(
        Stream.of("baseRate", "auc", "averagePrecision", "brier", "f1"),
        minutes ? Stream.of("recallWithinBudget", "falseAlarmsADay") : Stream.empty());
    row(
        Stream.concat(
            Stream.of(title, number(Scored.metrics(of).rows()), number(faults(of))),
            names.map(name -> figures.containsKey(name) ? share(figures.get(name)) : "")));
  }

  private static int faults(List<Scored> units) {
    return units.stream().mapToInt(unit -> unit.onCall().events().size()).sum();
  }

  private void threshold() {
    say("## What its threshold means");
    say("From a probability of **%s** on it says so.", number("%.4f", model.threshold()));
    if (!minutes) {
      say("It is the one with the best F1. Of the rows that it then speaks of %s are right, and it finds %s of those with a fault.",
          percent(metrics.precision(model.threshold())), percent(metrics.recall(model.threshold())));
      return;
    }
    List<OnCall> onCall = units.stream().map(Scored::onCall).toList();
    long found = onCall.stream().mapToLong(unit -> unit.found(model.threshold())).sum();
    String heard = faults(units) == 0 ? "" : "of %,d of these %,d %s, and ".formatted(
        found, faults(units), model.horizon() == null ? "faults" : "faults before they begin");
    say("Somebody on call would hear %s%s times a day and unit for nothing: an alarm rests for half an hour, and it is false where "
        + "nothing follows within another. It is the lowest threshold that keeps to the budget given in training, all units together.",
        heard, number("%.2f", Metrics.falseAlarmsADay(model.threshold(), onCall)));
  }

  private void calibration() {
    say("## Whether its probabilities hold");
    picture("calibration", "Probabilities given and shares of faults that followed");
    row("it says", "rows", "mean it gave", "had a fault");
    row("---", "---:", "---:", "---:");
    for (Bin bin : metrics.calibration()) {
      row("%s to %s".formatted(bin.from(), bin.to()), number(bin.rows()), number("%.3f", bin.said()),
          number("%.3f", bin.was()));
    }
    lines.add("");
  }

  private void weights() {
    say("## What moves it most");
    picture("weights", "The features with the largest weights");
    row("feature", "weight", "what it is");
    row("---", "---:", "---");
    for (Feature feature : model.strongest()) {
      row("`%s`".formatted(plain(feature.name())), number("%+.3f", feature.weight()),
          plain(model.schema().meaning(feature.name())));
    }
    lines.add("");
    say("A weight says by how much the logit of the probability grows where the feature is one standard deviation above its mean in training. "
        + "Features that go together share their weight, some with the other sign: a single one is no cause.");
  }

  private void limits() {
    say("## Use and limits");
    List<String> limits = new ArrayList<>();
    limits.add(
        "It is meant to point somebody at a unit early, beside rules and alerts. It does not say what is wrong or why, and must not decide alone what is done.");
    List<FeatureGroup> groups = model.schema().groups();
    if (groups.equals(List.of(FeatureGroup.RECURRENCE))) {
      limits.add("It goes by the clock alone and sees nothing of the unit itself.");
    }
    groups.forEach(group -> limits.add(limit(group)));
    limits.add(
        "It looks back on %d %s, and is not asked about rows that are otherwise apart.".formatted(
            model.schema().window(), model.schema().step() == 0 ? "cycles" : "rows of " + Words.time(model.step())));
    if (!candidates.isEmpty()) {
      limits.add(
          "Features and λ were chosen, and calibration and threshold fitted, on the same rows that were kept out for these figures: they are a little flattered. "
              + "`model evaluate` on other data says how it does there.");
    }
    Stream.of(fewFaults(), longFault(), worst(), uneven()).filter(limit -> !limit.isEmpty()).forEach(limits::add);
    limits.forEach(limit -> lines.add("* " + limit));
  }

  private static String limit(FeatureGroup group) {
    return switch (group) {
      case SUMMARY ->
          "It needs a time that was mostly normal of every unit. Where what is usual changes, after a release or with more customers, "
              + "everything is far from it until that time is renewed. An indicator that never moved in it is not looked at in the summary.";
      case RECURRENCE ->
          "It foresees faults that come back, above all at the same time of day. A first one it cannot foresee, and faults that nobody recorded do not exist for it.";
      case INDICATORS ->
          "It is for units of this kind with these indicators in the same units of measure, and knows nothing of another kind. "
              + "A server asks it only of services that have all of its indicators.";
    };
  }

  private String fewFaults() {
    int faults = faults(units);
    return faults == 0 || faults >= 100 || !minutes ? ""
        : "There are %,d faults in these figures: one more or less that is found is %s.".formatted(faults,
            percent(1.0 / faults)) + (faults < 10 ? " **With so few they say little, and so may the model.**" : "");
  }

  private String longFault() {
    record Fault(String unit, int rows) {}
    Optional<Fault> longest = units.stream()
        .flatMap(unit -> unit.onCall().events().stream().map(event -> new Fault(unit.unit(), event[1] - event[0])))
        .max(comparingDouble(Fault::rows));
    return longest.filter(fault -> fault.rows >= LARGE * metrics.positives()).map(
        fault -> "One fault, of %s, has %s of all rows with a fault. AUC, average precision and F1 of all rows together hang on it: look at the single units."
            .formatted(plain(fault.unit), percent((double) fault.rows / metrics.positives())))
        .orElse("");
  }

  private String worst() {
    record Ranked(String unit, double auc) {}
    return units.size() == 1 ? ""
        : units.stream().map(unit -> new Ranked(unit.unit(), Scored.metrics(List.of(unit)).auc()))
            .filter(unit -> unit.auc < 0.7).sorted(comparingDouble(Ranked::auc)).limit(3)
            .map(unit -> "%s (AUC %s%s)".formatted(plain(unit.unit), share(unit.auc),
                unit.auc < 0.5 ? ", worse than chance" : ""))
            .collect(Collectors.collectingAndThen(Collectors.joining(", "),
                worst -> worst.isEmpty() ? "" : "It does poorly on " + worst + "."));
  }

  private String uneven() {
    if (!minutes || units.size() == 1) {
      return "";
    }
    List<String> alarms =
        units.stream().mapToDouble(unit -> Metrics.falseAlarmsADay(model.threshold(), List.of(unit.onCall())))
            .filter(Double::isFinite).sorted().mapToObj(each -> number("%.2f", each)).distinct().toList();
    return alarms.size() < 2 ? ""
        : "One threshold serves all units, and they are not equally restless: their false alarms go from %s to %s a day."
            .formatted(alarms.getFirst(), alarms.getLast());
  }

  private void say(String form, Object... arguments) {
    lines.add(String.format(Locale.ROOT, form, arguments));
    lines.add("");
  }

  private void picture(String plot, String words) {
    lines.add("![%s](%s)".formatted(words, picture(plot)));
    lines.add("");
  }

  private void row(String... cells) {
    row(Arrays.stream(cells));
  }

  private void row(Stream<String> cells) {
    lines.add(cells.collect(Collectors.joining(" | ", "| ", " |")));
  }

  /** Names come from files, and must not become anything else on the page. */
  private static String plain(String name) {
    return name.replaceAll("[|<>`\\[\\]\\p{Cntrl}]", "·");
  }

  private static String number(long number) {
    return number("%,d", number);
  }

  private static String number(String form, Object number) {
    return String.format(Locale.ROOT, form, number);
  }

  private static String share(double share) {
    return Double.isNaN(share) ? "" : number("%.3f", share);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "an unknown share" : number("%.1f %%", 100 * share);
  }
}
