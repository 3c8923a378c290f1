package io.faultdesk.prediction;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The card of a model and its pictures, which lie beside the model's file, in the folder or in the program; texts by name. */
final class CardFiles {

  private static final Logger log = LoggerFactory.getLogger(CardFiles.class);
  private static final String PACKAGED = "classpath*:ml-models/*";

  private CardFiles() {}

  /** What lies beside that very model in the folder, or else in the program; nothing where neither has it, or it has no card. */
  static Map<String, String> beside(ModelFile model, Path folder) {
    Map<String, String> found = of(model, () -> in(folder));
    return found.isEmpty() ? packaged(model) : found;
  }

  /** What lies beside that very model in the program. */
  static Map<String, String> packaged(ModelFile model) {
    return of(model, () -> List.of(new PathMatchingResourcePatternResolver().getResources(PACKAGED)));
  }

  /** What stands in for the card of a model that came without one: what its file says. */
  static String inPlaceOf(String name, FaultModel model) {
    StringBuilder text = new StringBuilder("# " + name + "\n\nThis model came without a card. Its file says:\n\n");
    text.append(
        model.horizon() == null ? "* It tells whether something is wrong now.\n"
            : "* It tells whether a fault begins within %s.\n".formatted(model.horizon()));
    text.append(
        String.format(Locale.ROOT, "* It was trained on %,d rows of %,d units, %,d of them with a fault.%n",
            model.training().rows(), model.training().units(), model.training().positives()));
    text.append(String.format(Locale.ROOT, "* From a probability of %.4f on it says so.%n", model.threshold()));
    text.append("\n| on units that were kept out | |\n| --- | ---: |\n");
    model.metrics()
        .forEach((figure, value) -> text.append(String.format(Locale.ROOT, "| %s | %.3f |%n", figure, value)));
    return text.toString();
  }

  private static List<Resource> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).<Resource>map(FileSystemResource::new).toList();
    }
  }

  private static Map<String, String> of(ModelFile model, Place place) {
    try {
      return of(model, place.files());
    } catch (IOException gone) {
      log.warn("The card of {} cannot be read: {}", model.origin(), gone.toString());
      return Map.of();
    }
  }

  private static Map<String, String> of(ModelFile model, List<Resource> files) throws IOException {
    Pattern cards = Pattern.compile(Pattern.quote(model.name()) + "(\\.md|\\.[a-z-]+\\.svg)");
    Map<String, String> found = new TreeMap<>();
    boolean lies = false;
    for (Resource file : files) {
      String name = String.valueOf(file.getFilename());
      if (name.equals(model.name() + ".json")) {
        lies = text(file).equals(model.text());
      } else if (cards.matcher(name).matches()) {
        found.put(name, text(file));
      }
    }
    return lies ? found : Map.of();
  }

  private interface Place {

    List<Resource> files() throws IOException;
  }

  private static String text(Resource file) throws IOException {
    try (InputStream in = file.getInputStream()) {
      return new String(in.readNBytes(ModelFile.MAX_BYTES + 1), StandardCharsets.UTF_8);
    }
  }
}
