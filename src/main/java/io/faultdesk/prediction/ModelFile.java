package io.faultdesk.prediction;

import io.faultdesk.shared.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The text of one model file at one moment.
 *
 * @param origin where it lies, for people
 * @param name of the file, without its ending
 */
record ModelFile(String origin, String name, String text) {

  /** What a model file holds at most, in bytes. */
  static final int MAX_BYTES = 4 << 20;

  private static final String ENDING = ".json";
  private static final int MAX_FILES = 200;
  private static final int VERSION_LENGTH = 16;

  /** The models of that folder by name, or the copies in the program where it has none. */
  static List<ModelFile> of(Path folder) throws IOException {
    List<ModelFile> found = Files.isDirectory(folder) ? in(folder) : List.of();
    return found.isEmpty() ? packaged() : found;
  }

  /** The one of that name in the folder, without reading the others. */
  static Optional<ModelFile> in(Path folder, String name) throws IOException {
    Path path = folder.resolve(name + ENDING);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(of(path.toString(), name + ENDING, in));
    }
  }

  private static List<ModelFile> in(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.list(folder)) {
      paths = all.filter(path -> path.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(path))
          .sorted(Comparator.comparing(Path::toString)).limit(MAX_FILES).toList();
    }
    List<ModelFile> files = new ArrayList<>();
    for (Path path : paths) {
      try (InputStream in = Files.newInputStream(path)) {
        files.add(of(path.toString(), path.getFileName().toString(), in));
      }
    }
    return files;
  }

  /** The copies in the program. */
  static List<ModelFile> packaged() throws IOException {
    List<ModelFile> files = new ArrayList<>();
    for (Resource resource : new PathMatchingResourcePatternResolver()
        .getResources("classpath*:ml-models/*" + ENDING)) {
      try (InputStream in = resource.getInputStream()) {
        String name = String.valueOf(resource.getFilename());
        files.add(of("packaged " + name, name, in));
      }
    }
    return files;
  }

  private static ModelFile of(String origin, String file, InputStream in) throws IOException {
    return new ModelFile(
        origin, file.substring(0, file.length() - ENDING.length()),
        new String(in.readNBytes(MAX_BYTES + 1), StandardCharsets.UTF_8));
  }

  /** Lower-case hex; another one as soon as a letter differs. */
  String version() {
    return Digest.of(text).substring(0, VERSION_LENGTH);
  }

  /** The model, where a server can use it; an {@link IOException} says what is wrong. */
  FaultModel model() throws IOException {
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IOException(origin + ": no model: it has more than " + MAX_BYTES + " bytes");
    }
    FaultModel model = FaultModel.parse(origin, text);
    if (model.schema().step() == 0) {
      throw new IOException(origin + ": it was trained on cycles, of which a server knows nothing");
    }
    return model;
  }
}
