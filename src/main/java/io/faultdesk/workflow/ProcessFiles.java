package io.faultdesk.workflow;

import io.faultdesk.shared.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The BPMN, DMN and form files of a modeler.
 *
 * @param origin where they come from, for people
 * @param contents by file name
 */
record ProcessFiles(String origin, SortedMap<String, byte[]> contents) {

  private static final Set<String> ENDINGS = Set.of("bpmn", "dmn", "form");

  ProcessFiles(String origin, Map<String, byte[]> contents) {
    this(origin, (SortedMap<String, byte[]>) Collections.unmodifiableSortedMap(new TreeMap<>(contents)));
  }

  /** The files of that folder; none where there is no such folder. */
  static ProcessFiles read(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return new ProcessFiles(folder.toString(), contents);
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (ENDINGS.contains(ending(name))) {
          contents.put(name, Files.readAllBytes(file));
        }
      }
    }
    return new ProcessFiles(folder.toString(), contents);
  }

  /** The copies that the program brings along. */
  static ProcessFiles packaged() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath*:processes/*.*")) {
      String name = String.valueOf(resource.getFilename());
      if (ENDINGS.contains(ending(name))) {
        contents.put(name, resource.getContentAsByteArray());
      }
    }
    return new ProcessFiles("the program's own copies", contents);
  }

  /** What the engine takes a file of that name for, {@code bpmn}, {@code dmn} or {@code form}; empty where for nothing. */
  static String ending(String name) {
    String plain = name.replaceFirst("bpmn20\\.xml$", "bpmn").replaceFirst("dmn11\\.xml$", "dmn");
    return ENDINGS.stream().filter(plain::endsWith).findFirst().orElse("");
  }

  static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  boolean none() {
    return contents.isEmpty();
  }

  byte[] content(String name) {
    return Objects.requireNonNull(contents.get(name));
  }

  List<String> named(String ending) {
    return contents.keySet().stream().filter(name -> ending(name).equals(ending)).toList();
  }

  /** The same for the same names and contents, and only for those. */
  String hash() {
    return Digest.of(
        contents.entrySet().stream()
            .flatMap(file -> Stream.of(file.getKey().getBytes(StandardCharsets.UTF_8), file.getValue()))
            .toArray(byte[][]::new));
  }
}
