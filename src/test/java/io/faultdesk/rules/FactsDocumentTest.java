package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.WindowStatistics;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Trend;
import io.faultdesk.signal.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the tables of facts in docs/rules.md against the fact types and their Javadoc, from which they are written. */
class FactsDocumentTest {

  private static final String BEGIN = "<!-- facts: written from the Javadoc of the fact types -->\n";
  private static final String END = "<!-- end of facts -->\n";
  private static final Pattern METHOD =
      Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+\\S+ (\\w+)\\(\\);", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("@param (\\w+) ((?:(?!@param |\\*/).)*)", Pattern.DOTALL);

  /** Every type whose fields rules see, and what stands above its table. */
  private static final Map<Class<?>, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put(Indicator.class, "`Indicator`: one measure of the service, as it stands now");
    TYPES.put(WindowStatistics.class,
        "The figures of a window: `p95` is of the main one (5 minutes), `recent.p95` and `baseline.p95` of the others");
    TYPES.put(Alert.class, "`Alert`: what another monitor claims about the service now");
    TYPES.put(ServiceInfo.class, "`ServiceInfo`: the service itself, one in every judgment");
    TYPES.put(Forecast.class,
        "`Forecast`: a fault of the service that the fault model expects; there where it says so, and once at most");
    TYPES.put(Trend.class, "`Trend`: an indicator of the service that moves towards its declared limit");
  }

  @Test
  void the_tables_are_those_of_the_fact_types() throws IOException {
    String document = Files.readString(Path.of("docs/rules.md"));
    String right =
        TYPES.entrySet().stream().map(type -> table(type.getKey(), type.getValue())).collect(Collectors.joining());

    assertThat(document).contains(BEGIN, END);
    assertThat(document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END)))
        .as("docs/rules.md is behind the fact types; between its two comments must stand:\n%s", right)
        .isEqualTo(right);
  }

  @Test
  void every_number_says_its_unit() {
    for (Class<?> type : TYPES.keySet()) {
      described(type).forEach((field, meaning) -> {
        if (type(type, field).startsWith("number")) {
          assertThat(meaning).as(type.getSimpleName() + "." + field)
              .containsPattern("(?i)unit|second|number of|0 to 1");
        }
      });
    }
  }

  private static String table(Class<?> type, String title) {
    StringBuilder table = new StringBuilder("**" + title + "**\n\n| field | type | meaning |\n|---|---|---|\n");
    described(type).forEach((field, meaning) -> table.append("| `").append(field).append("` | ")
        .append(type(type, field)).append(" | ").append(meaning)
        .append(" |\n"));
    return table.append('\n').toString();
  }

  /** What the source says of each field that rules see, in its order. */
  private static Map<String, String> described(Class<?> type) {
    Matcher matcher = (type.isRecord() ? PARAMETER : METHOD).matcher(source(type));
    Map<String, String> found = new LinkedHashMap<>();
    while (matcher.find()) {
      String name = matcher.group(type.isRecord() ? 1 : 2);
      if (seen(type).contains(name)) {
        found.putIfAbsent(name, plain(matcher.group(type.isRecord() ? 2 : 1)));
      }
    }
    assertThat(found.keySet()).as("fields of %s with Javadoc", type).containsAll(own(type));
    return found;
  }

  /** The fields that rules see; the refusal of a wrong one names them. */
  private static Set<String> seen(Class<?> type) {
    try {
      FactPath.of(type == WindowStatistics.class ? Indicator.class : type, List.of("no such field"));
      throw new AssertionError();
    } catch (IllegalArgumentException refusal) {
      String message = String.valueOf(refusal.getMessage());
      return new TreeSet<>(List.of(message.substring(message.indexOf(": it has ") + 9).split(", ")));
    }
  }

  private static Set<String> own(Class<?> type) {
    Set<String> own = new TreeSet<>(seen(type));
    own.retainAll(Stream.of(type.getDeclaredMethods()).map(method -> method.getName()).collect(Collectors.toSet()));
    return own;
  }

  private static String type(Class<?> type, String field) {
    Class<?> fact = type == WindowStatistics.class ? Indicator.class : type;
    if (Set.of("recent", "baseline").contains(field)) {
      return "the figures below";
    }
    if (Set.of("labels", "annotations").contains(field)) {
      return "text, as in `" + field + "[\"x\"]`; `null` where there is none";
    }
    FactPath path = FactPath.of(fact, List.of(field));
    if (path.type().isEnum()) {
      List<String> constants = new ArrayList<>();
      Stream.of(path.type().getEnumConstants())
          .forEach(constant -> constants.add("`" + ((Enum<?>) constant).name() + "`"));
      return String.join(" ", constants);
    }
    return ExpressionType.of(path).what().replaceFirst("^a ", "");
  }

  private static String source(Class<?> type) {
    try {
      return Files.readString(Path.of("src/main/java/" + type.getName().replace('.', '/') + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The comment as Markdown, on one line. */
  private static String plain(String javadoc) {
    String text =
        javadoc.replaceAll("\\n\\s*\\*?", " ").replaceAll("\\{@code ([^}]*)}", "`$1`").replaceAll("\\s+", " ").strip();
    return text.endsWith("/") ? text.substring(0, text.length() - 1).strip() : text;
  }
}
