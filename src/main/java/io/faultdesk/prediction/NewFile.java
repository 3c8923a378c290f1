package io.faultdesk.prediction;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files that take the place of older ones only once they are whole. */
final class NewFile {

  private NewFile() {}

  /** What is written into it. */
  interface Content {

    void write(BufferedWriter writer) throws IOException;
  }

  static void write(Path file, Content content) throws IOException {
    write(Map.of(file, content));
  }

  /** All of them, or none where one of them cannot be written; they take their places one right after the other, in this order. */
  static void write(Map<Path, Content> contents) throws IOException {
    Map<Path, Path> drafts = new LinkedHashMap<>();
    try {
      for (Map.Entry<Path, Content> each : contents.entrySet()) {
        Path file = each.getKey();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        attempt(file, () -> {
          Files.createDirectories(file.toAbsolutePath().getParent());
          drafts.put(file, draft);
          try (BufferedWriter writer = Files.newBufferedWriter(draft)) {
            each.getValue().write(writer);
          }
        });
      }
      for (Map.Entry<Path, Path> each : drafts.entrySet()) {
        attempt(each.getKey(), () -> Files.move(
            each.getValue(), each.getKey(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE));
      }
    } finally {
      for (Path draft : drafts.values()) {
        Files.deleteIfExists(draft);
      }
    }
  }

  private interface Step {

    void run() throws IOException;
  }

  private static void attempt(Path file, Step step) throws IOException {
    try {
      step.run();
    } catch (IOException failure) {
      throw new IOException(file + " cannot be written: " + failure, failure);
    }
  }
}
