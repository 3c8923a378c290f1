package io.faultdesk.prediction;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that takes the place of an older one only once it is whole. */
final class NewFile {

  private NewFile() {}

  /** What is written into it. */
  interface Content {

    void write(BufferedWriter writer) throws IOException;
  }

  static void write(Path file, Content content) throws IOException {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      try {
        try (BufferedWriter writer = Files.newBufferedWriter(draft)) {
          content.write(writer);
        }
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException failure) {
      throw new IOException(file + " cannot be written: " + failure, failure);
    }
  }
}
