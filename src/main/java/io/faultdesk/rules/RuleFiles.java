package io.faultdesk.rules;

import io.faultdesk.shared.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The text of all rule files at one moment, by name.
 *
 * @param origin the folder, or {@code packaged} for the copies in the program
 */
record RuleFiles(String origin, List<RuleFile> files) {

  /** What a rule file holds at most, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  static final String PACKAGED = "packaged";

  RuleFiles {
    files = files.stream().sorted(Comparator.comparing(RuleFile::name)).toList();
  }

  /** The files {@code *.drl} of that folder; none where there is no such folder. */
  static RuleFiles of(Path folder) throws IOException {
    return Files.isDirectory(folder) ? in(folder) : new RuleFiles(folder.toString(), List.of());
  }

  /** The copies in the program. */
  static RuleFiles packaged() throws IOException {
    List<RuleFile> files = new ArrayList<>();
    for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath:rules/*.drl")) {
      try (InputStream in = resource.getInputStream()) {
        files.add(new RuleFile(String.valueOf(resource.getFilename()), text(in.readAllBytes())));
      }
    }
    return new RuleFiles(PACKAGED, files);
  }

  static RuleFiles in(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.list(folder)) {
      paths =
          found.filter(path -> path.getFileName().toString().endsWith(".drl") && Files.isRegularFile(path)).toList();
    }
    List<RuleFile> files = new ArrayList<>();
    for (Path path : paths) {
      try (InputStream in = Files.newInputStream(path)) {
        files.add(new RuleFile(path.getFileName().toString(), text(in.readNBytes(MAX_BYTES + 1))));
      }
    }
    return new RuleFiles(folder.toString(), files);
  }

  boolean none() {
    return files.isEmpty();
  }

  /** Lower-case hex; another one as soon as any file has another name or content. */
  String version() {
    return Digest.of(files.stream().flatMap(file -> Stream.of(file.name(), file.text())).toArray(String[]::new))
        .substring(0, 16);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** One rule file. */
  record RuleFile(String name, String text) {}
}
