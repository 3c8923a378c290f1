package io.faultdesk.rules;

import io.faultdesk.shared.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

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
  private static final String WORKBOOK = ".drl.xlsx";
  private static final Pattern RULES = Pattern.compile("(?!~\\$).*\\.drl(?:\\.csv|\\.xlsx)?");
  private static final Pattern YAML = Pattern.compile(".*\\.yaml");

  public RuleFiles {
    files = files.stream().sorted(Comparator.comparing(RuleFile::name)).toList();
    tests = tests.stream().sorted(Comparator.comparing(RuleFile::name)).toList();
  }

  /** The rule files of that folder; none where there is no such folder. */
  static RuleFiles of(Path folder) throws IOException {
    return Files.isDirectory(folder) ? in(folder) : new RuleFiles(folder.toString(), List.of(), List.of());
  }

  /** The files a start would put in force: those of that folder, or the copies in the program where it holds none. */
  public static RuleFiles ofStart(Path folder) throws IOException {
    RuleFiles files = of(folder);
    return files.none() ? packaged() : files;
  }

  /** The copies in the program. */
  static RuleFiles packaged() throws IOException {
    return new RuleFiles(PACKAGED, packaged("", RULES), packaged(TESTS, YAML));
  }

  private static List<RuleFile> packaged(String folder, Pattern names) throws IOException {
    List<RuleFile> files = new ArrayList<>();
    var resolver = new PathMatchingResourcePatternResolver();
    for (Resource resource : resolver.getResources("classpath*:rules/" + folder + "*.*")) {
      String name = String.valueOf(resource.getFilename());
      if (names.matcher(name).matches()) {
        try (InputStream in = resource.getInputStream()) {
          files.add(RuleFile.of(folder + name, in.readAllBytes()));
        }
      }
    }
    return files;
  }

  /** The files of that folder, which must be there. */
  public static RuleFiles in(Path folder) throws IOException {
    Path tests = folder.resolve(TESTS);
    return new RuleFiles(folder.toString(), read(folder, "", RULES),
        Files.isDirectory(tests) ? read(tests, TESTS, YAML) : List.of());
  }

  /** The files of the folder that a command was given; a {@link ParameterException} where it is none, or holds no rules. */
  public static RuleFiles given(Path folder, CommandLine command) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          command, Files.exists(folder) ? folder + " is a file: name its folder" : "there is no folder " + folder);
    }
    RuleFiles files = in(folder);
    if (files.none()) {
      throw new ParameterException(command, "the folder " + folder + " holds no rule file");
    }
    return files;
  }

  private static List<RuleFile> read(Path folder, String prefix, Pattern names) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.list(folder)) {
      paths =
          found.filter(path -> names.matcher(path.getFileName().toString()).matches() && Files.isRegularFile(path))
              .toList();
    }
    List<RuleFile> files = new ArrayList<>();
    for (Path path : paths) {
      try (InputStream in = Files.newInputStream(path)) {
        files.add(RuleFile.of(prefix + path.getFileName(), in.readNBytes(MAX_BYTES + 1)));
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

  /**
   * One rule file, or one file of tests.
   *
   * @param text of a workbook: its bytes in Base64
   */
  public record RuleFile(String name, String text) {

    private static RuleFile of(String name, byte[] content) {
      return new RuleFile(name, name.endsWith(WORKBOOK)
          ? Base64.getEncoder().encodeToString(content)
          : new String(content, StandardCharsets.UTF_8));
    }

    boolean isTable() {
      return isWorkbook() || name.endsWith(".drl.csv");
    }

    boolean isWorkbook() {
      return name.endsWith(WORKBOOK);
    }

    /** What a workbook holds. */
    byte[] bytes() {
      return Base64.getDecoder().decode(text);
    }

    /** Whether it holds more than {@link #MAX_BYTES}; then the rest of it may not have been read. */
    public boolean tooLong() {
      return text.length() > MAX_BYTES / 3
          && (isWorkbook() ? bytes().length : text.getBytes(StandardCharsets.UTF_8).length) > MAX_BYTES;
    }
  }
}
