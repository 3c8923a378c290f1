package io.faultdesk.detection;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The result of a replay as a person reads it. */
record ReplayTable(JsonNode result) {

  private static final String NOTHING = "-";

  void print(PrintWriter out) {
    boolean alone = result.path("candidate").isNull();
    out.println(result.path("from").asText() + " to " + result.path("to").asText());
    out.println(
        alone
            ? "Rules in force: " + result.path("active").asText()
            : "Rules in force: " + result.path("active").asText() + ", candidate: "
                + result.path("candidate").asText());
    out.println();
    if (result.path("rules").isEmpty()) {
      out.println("Nothing would have been found.");
      return;
    }
    print(out, counts(alone));
    if (!result.path("rows").isEmpty()) {
      out.println();
      print(out, rows(alone));
    }
    int left = result.path("rowsLeftOff").asInt();
    if (left > 0) {
      out.println(left + " more are left out.");
    }
    if (!alone) {
      out.println();
      out.println(summary());
    }
  }

  private List<List<String>> counts(boolean alone) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        alone
            ? List.of("RULE", "FINDINGS", "INCIDENTS")
            : List.of("RULE", "FINDINGS", "CANDIDATE", "INCIDENTS", "CANDIDATE"));
    for (JsonNode rule : result.path("rules")) {
      JsonNode active = rule.path("active");
      JsonNode candidate = rule.path("candidate");
      lines.add(
          alone
              ? List.of(rule.path("rule").asText(), active.path("findings").asText(), active.path("incidents").asText())
              : List.of(
                  rule.path("rule").asText(), active.path("findings").asText(), candidate.path("findings").asText(),
                  active.path("incidents").asText(), candidate.path("incidents").asText()));
    }
    return lines;
  }

  private List<List<String>> rows(boolean alone) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        alone
            ? List.of("KEY", "SEVERITY", "OPENED", "CLEARED", "RULE")
            : List.of("DIFFERENCE", "KEY", "SEVERITY", "OPENED", "CLEARED", "CANDIDATE", "OPENED", "CLEARED", "RULE"));
    for (JsonNode row : result.path("rows")) {
      List<String> line = new ArrayList<>();
      if (!alone) {
        line.add(row.path("difference").asText());
      }
      line.add(row.path("key").asText());
      line.addAll(cells(row.path("active")));
      if (!alone) {
        line.addAll(cells(row.path("candidate")));
      }
      line.add(
          Stream.of(row.at("/active/rule"), row.at("/candidate/rule"))
              .filter(JsonNode::isTextual)
              .map(JsonNode::asText)
              .distinct()
              .collect(joining(" / ")));
      lines.add(line);
    }
    return lines;
  }

  private static List<String> cells(JsonNode stretch) {
    if (stretch.isNull()) {
      return List.of(NOTHING, NOTHING, NOTHING);
    }
    String cleared = stretch.path("clearedAt").isNull() ? "open" : seconds(stretch.path("clearedAt"));
    return List.of(stretch.path("severity").asText(), seconds(stretch.path("openedAt")), cleared);
  }

  private static String seconds(JsonNode time) {
    return time.asText().replaceFirst("\\.\\d+", "");
  }

  private String summary() {
    return String.join(
        ", ", count("new", "new"), count("gone", "gone"), count("earlier", "opened earlier"),
        count("later", "opened later"), count("severity", "of another severity"),
        count("clears-earlier", "cleared earlier"), count("clears-later", "cleared later"), count("same", "the same"));
  }

  private String count(String difference, String words) {
    return result.path("counts").path(difference).asInt() + " " + words;
  }

  private static void print(PrintWriter out, List<List<String>> lines) {
    int columns = lines.getFirst().size();
    int[] widths = new int[columns];
    lines.forEach(line -> {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    });
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        text.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      out.println(text.toString().stripTrailing());
    }
  }
}
