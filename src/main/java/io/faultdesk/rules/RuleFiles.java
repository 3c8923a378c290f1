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
 * The text of all rule files and of the tests beside them at one moment, by name.
 *
 * @param origin the folder, or {@code packaged} for the copies in the program
 * @param tests what lies in the folder {@code tests}, named {@code tests/NAME.yaml}
 */
public record RuleFiles(String origin, List<RuleFile> files, List<RuleFile> tests) {

  /** What a rule file holds at most, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  static final String PACKAGED = "packaged";

  private static final String TESTS = "tests/";

  public RuleFiles {
    files = files.stream().sorted(Comparator.comparing(RuleFile::name)).toList();
    tests = tests.stream().sorted(Comparator.comparing(RuleFile::name)).toList();
  }

  /** The files {@code *.drl} of that folder; none where there is no such folder. */
  static RuleFiles of(Path folder) throws IOException {
    return Files.isDirectory(folder) ? in(folder) : new RuleFiles(folder.toString(), List.of(), List.of());
  }

  /** The copies in the program. */
  static RuleFiles packaged() throws IOException {
    return new RuleFiles(PACKAGED, packaged("", ".drl"), packaged(TESTS, ".yaml"));
  }

  private static List<RuleFile> packaged(String folder, String ending) throws IOException {
    List<RuleFile> files = new ArrayList<>();
    var resolver = new PathMatchingResourcePatternResolver();
    for (Resource resource : resolver.getResources("classpath*:rules/" + folder + "*" + ending)) {
      try (InputStream in = resource.getInputStream()) {
        files.add(new RuleFile(folder + resource.getFilename(), text(in.readAllBytes())));
      }
    }
    return files;
  }

  /** The files of that folder, which must be there. */
  public static RuleFiles in(Path folder) throws IOException {
    Path tests = folder.resolve(TESTS);
    return new RuleFiles(folder.toString(), read(folder, "", ".drl"),
        Files.isDirectory(tests) ? read(tests, TESTS, ".yaml") : List.of());
  }

  private static List<RuleFile> read(Path folder, String prefix, String ending) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.list(folder)) {
      paths =
          found.filter(path -> path.getFileName().toString().endsWith(ending) && Files.isRegularFile(path)).toList();
    }
    List<RuleFile> files = new ArrayList<>();
    for (Path path : paths) {
      try (InputStream in = Files.newInputStream(path)) {
        files.add(new RuleFile(prefix + path.getFileName(), text(in.readNBytes(MAX_BYTES + 1))));
      }
    }
    return files;
  }

  boolean none() {
    return files.isEmpty();
  }

  /** Lower-case hex; another one as soon as any rule file has another name or content. */
  public String version() {
    return digest(files.stream());
  }

  /** The same of rules and tests together. */
  String fingerprint() {
    return digest(Stream.concat(files.stream(), tests.stream()));
  }

  private static String digest(Stream<RuleFile> files) {
    return Digest.of(files.flatMap(file -> Stream.of(file.name(), file.text())).toArray(String[]::new))
        .substring(0, 16);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** One rule file, or one file of tests. */
  public record RuleFile(String name, String text) {}
}
