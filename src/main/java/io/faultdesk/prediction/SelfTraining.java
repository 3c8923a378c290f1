package io.faultdesk.prediction;

import io.faultdesk.prediction.Comparison.Side;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.prediction.Past.Remembered;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Trains a model on the server's own past, and measures it beside the one in force. */
@Component
class SelfTraining {

  /** The newest of so many parts is kept out to compare on. */
  private static final int PARTS = 4;
  /** How much of the work it is to read the past. */
  private static final double READING = 0.2;

  private final Past past;

  SelfTraining(Past past) {
    this.past = past;
  }

  /** A model of all that is known. An {@link IllegalArgumentException} says what is missing to learn from. */
  Result train(TrainingRequest request, int threads, DoubleConsumer progress) throws InterruptedException {
    Remembered known = past.read(days(request), share -> progress.accept(READING * share));
    return result(request, known, known.all(), threads, progress);
  }

  /** A model of all but the newest part, compared on that with the one in force. */
  Result challenge(TrainingRequest request, @Nullable InForce champion, int threads, DoubleConsumer progress)
      throws InterruptedException {
    Remembered known = past.read(days(request), share -> progress.accept(READING * share));
    Instant split = split(known);
    Result result = result(request, known, known.until(split), threads, progress);
    Comparison comparison = compare(result, known, split, request.question().falseAlarmsADay(), champion);
    Map<String, String> card = new LinkedHashMap<>(result.card);
    card.computeIfPresent(request.name() + ".md", (name, text) -> text + "\n" + comparison.markdown());
    return new Result(result.file, result.model, card, comparison);
  }

  private static int days(TrainingRequest request) {
    return request.days() == null ? TrainingRequest.DAYS : request.days();
  }

  /** The beginning of the newest part of what there is, which may be less than was asked for. */
  private static Instant split(Remembered known) {
    Instant first = known.units().stream().mapToLong(unit -> unit.times()[0]).min().stream()
        .mapToObj(minute -> Instant.ofEpochSecond(60 * minute)).findFirst().orElse(known.time().from());
    Instant to = known.time().to();
    return to.minus(Duration.between(first, to).dividedBy(PARTS)).truncatedTo(ChronoUnit.MINUTES);
  }

  private static Result result(
      TrainingRequest request, Remembered known, DataFolder data, int threads, DoubleConsumer progress)
      throws InterruptedException {
    Trained trained = Trainer.train(data, request.question(), threads,
        share -> progress.accept(READING + (1 - READING) * share));
    String name = String.valueOf(request.name());
    Map<String, String> card = new LinkedHashMap<>();
    try {
      for (Map.Entry<Path, NewFile.Content> each : ModelCard
          .files(Path.of(name + ".md"), trained.model(), data, trained.keptOut(), trained.candidates()).entrySet()) {
        card.put(each.getKey().toString(), text(each.getValue()));
      }
      if (!known.leftOut().isEmpty()) {
        card.computeIfPresent(name + ".md", (file, text) -> text + "\n## What was left out\n\n"
            + "Services of which too little is known, or for which there was no room: "
            + String.join(", ", known.leftOut()) + ".\n");
      }
      ModelFile file = new ModelFile("the trained model", name, trained.model().json());
      return new Result(file, trained.model(), card, null);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String text(NewFile.Content content) throws IOException {
    StringWriter text = new StringWriter();
    try (BufferedWriter writer = new BufferedWriter(text)) {
      content.write(writer);
    }
    return text.toString();
  }

  private static Comparison compare(
      Result result, Remembered known, Instant split, double budget, @Nullable InForce champion) {
    List<UnitHistory> units = known.since(split);
    List<String> notes = new ArrayList<>();
    int faults = (int) units.stream()
        .mapToLong(unit -> LongStream.of(unit.truth() instanceof Truth.Recorded truth ? truth.begun() : new long[0])
            .filter(begun -> begun >= split.getEpochSecond() / 60).count())
        .sum();
    if (faults < 10) {
      notes.add("With %d faults these figures say little.".formatted(faults));
    }
    Side challenger = Side.of(result.file.name(), result.file.version(), result.model, units, budget);
    Side beaten = champion == null ? null : champion(champion, result.model, units, split, budget, notes);
    if (champion == null) {
      notes.add("No model is in force.");
    }
    return new Comparison(split, known.time().to(), units.size(), faults, budget, challenger, beaten, notes);
  }

  private static @Nullable Side champion(
      InForce champion, FaultModel challenger, List<UnitHistory> units, Instant split, double budget,
      List<String> notes) {
    FaultModel model = champion.model();
    if (!model.step().equals(Past.STEP)) {
      notes.add("The model in force looks at rows that are farther apart, and cannot be measured here.");
      return null;
    }
    if (model.task() != challenger.task() || !model.ahead().equals(challenger.ahead())) {
      notes.add("The model in force answers another question, so that the figures cannot be compared.");
    }
    if (model.training().to() > split.getEpochSecond() / 60) {
      notes.add("The model in force was trained on a part of this time, which flatters it.");
    }
    try {
      return Side.of(champion.name(), champion.version(), model, units, budget);
    } catch (IllegalArgumentException unfit) {
      notes.add("The model in force cannot be measured here: " + unfit.getMessage() + ".");
      return null;
    }
  }

  /**
   * What comes of it.
   *
   * @param card the card and its pictures, by name
   * @param comparison null where nothing was kept out to compare on
   */
  record Result(ModelFile file, FaultModel model, Map<String, String> card, @Nullable Comparison comparison) {}
}
