package io.faultdesk;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Prints how our files, methods and types compare with codebases that read well, and writes it to {@code
 * target/structure.txt}. A mirror, not a gate: no figure fails it.
 */
class StructureReportTest {

  private static final String MODELS = """
                       types   file med·p90·max   methods med·p90·>30   public   test/main
      restbucks           45        14·30·110               2·9·0      51 %       0.93
      bookstore           66        14·57·112               1·8·1      56 %       0.48
      start.spring.io    190        19·57·208              2·10·3      31 %       1.03
      zipkin mysql        22       27·136·206              3·16·4       5 %       0.44
      db-scheduler       156        22·95·928             2·10·19      90 %       0.84
      """;

  private record File(Path path, int lines, boolean open, List<Method> methods) {}

  private record Method(String where, int lines) {}

  @Test
  void prints_our_figures_beside_the_models() throws IOException {
    var ours = read(Path.of("src/main/java"));
    var tests = read(Path.of("src/test/java"));
    assertThat(ours).isNotEmpty();

    var report = MODELS + row(ours, tests) + "\n" + longest(ours);
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/structure.txt"), report);
    System.out.println(report);
  }

  private static String row(List<File> ours, List<File> tests) {
    var files = ours.stream().map(File::lines).sorted().toList();
    var methods = ours.stream().flatMap(file -> file.methods().stream()).map(Method::lines).sorted().toList();
    long open = ours.stream().filter(File::open).count();
    return "%-16s %6d %16s %19s %8d %% %10.2f%n".formatted(
        "faultdesk",
        ours.size(),
        quantile(files, 0.5) + "·" + quantile(files, 0.9) + "·" + quantile(files, 1),
        quantile(methods, 0.5) + "·" + quantile(methods, 0.9) + "·" + methods.stream().filter(n -> n > 30).count(),
        100 * open / ours.size(),
        (double) sum(tests) / sum(ours));
  }

  private static String longest(List<File> ours) {
    var text = new StringBuilder("longest files\n");
    ours.stream().sorted(comparing(File::lines, reverseOrder())).limit(10)
        .forEach(file -> text.append("%6d %s%n".formatted(file.lines(), file.path())));
    text.append("methods over 30 lines\n");
    ours.stream().flatMap(file -> file.methods().stream()).filter(method -> method.lines() > 30)
        .sorted(comparing(Method::lines, reverseOrder()))
        .forEach(method -> text.append("%6d %s%n".formatted(method.lines(), method.where())));
    return text.toString();
  }

  private static int quantile(List<Integer> sorted, double share) {
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }

  private static int sum(List<File> files) {
    return files.stream().mapToInt(File::lines).sum();
  }

  private static List<File> read(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      var paths = walk.filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !path.endsWith("package-info.java"))
          .toList();
      var compiler = ToolProvider.getSystemJavaCompiler();
      try (var sources = compiler.getStandardFileManager(null, null, null)) {
        var task = (JavacTask) compiler.getTask(
            null, sources, null, List.of("-proc:none"), null, sources.getJavaFileObjectsFromPaths(paths));
        var files = new ArrayList<File>();
        for (CompilationUnitTree unit : task.parse()) {
          files.add(file(Path.of(unit.getSourceFile().toUri()), unit, Trees.instance(task)));
        }
        return files;
      }
    }
  }

  private static File file(Path path, CompilationUnitTree unit, Trees trees) throws IOException {
    boolean[] code = codeLines(Files.readAllLines(path));
    var name = Path.of("").toAbsolutePath().relativize(path);
    var methods = new ArrayList<Method>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void nothing) {
        long start = trees.getSourcePositions().getStartPosition(unit, method);
        long end = trees.getSourcePositions().getEndPosition(unit, method);
        if (method.getBody() != null && start >= 0 && end > start) {
          int first = (int) unit.getLineMap().getLineNumber(start);
          int last = (int) unit.getLineMap().getLineNumber(end);
          int body = Math.max(1, count(code, first, last) - 2);
          methods.add(new Method(name + ":" + first + " " + method.getName(), body));
        }
        return super.visitMethod(method, nothing);
      }
    }.scan(unit, null);
    boolean open = unit.getTypeDecls().stream()
        .filter(ClassTree.class::isInstance)
        .map(ClassTree.class::cast)
        .findFirst()
        .map(type -> type.getModifiers().getFlags().contains(Modifier.PUBLIC))
        .orElse(false);
    return new File(name, count(code, 1, code.length), open, methods);
  }

  private static int count(boolean[] code, int first, int last) {
    return (int) IntStream.rangeClosed(first, last).filter(line -> code[line - 1]).count();
  }

  /** Which lines hold code: not blank, no comment, no import. */
  private static boolean[] codeLines(List<String> lines) {
    boolean[] code = new boolean[lines.size()];
    boolean comment = false;
    for (int i = 0; i < code.length; i++) {
      var line = lines.get(i).strip();
      boolean starts = line.startsWith("/*");
      code[i] = !comment && !starts && !line.isEmpty() && !line.startsWith("//") && !line.startsWith("import ");
      comment = (comment || starts) && !line.contains("*/");
    }
    return code;
  }
}
