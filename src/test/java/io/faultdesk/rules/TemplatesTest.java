package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faultdesk.rules.RuleFiles.RuleFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates and the task for rule authors who use VS Code. */
class TemplatesTest {

  private static final Path ROOT = Path.of(".vscode");
  private static final Path RULES = Path.of("rules/.vscode");
  /** A dollar that is meant, a blank with its first choice or its text, or a repeated one. */
  private static final Pattern BLANK =
      Pattern.compile("\\\\\\$|\\$\\{(\\d+)(?:\\|([^,|]*)[^|]*\\||:([^}]*))}|\\$(\\d+)");

  @Test
  void every_template_is_a_rule_as_it_comes_and_leaves_nothing_to_be_said() throws Exception {
    JsonNode templates = json(RULES.resolve("drl.code-snippets"));

    assertThat(templates).hasSizeGreaterThanOrEqualTo(8);
    for (JsonNode template : templates) {
      String drl = filled(template);
      String file = drl.contains("package faultdesk.") ? drl : "package faultdesk.performance\n" + drl;
      try (RuleSet rules = RuleSet.of(List.of(new RuleFile(template.get("prefix").asText(), file)))) {
        assertThat(RuleAdvice.on(rules.rules(), null)).as(drl).isEmpty();
        assertThat(rules.rules().isEmpty()).isEqualTo(template.get("prefix").asText().equals("rule-file"));
      }
      assertThat(template.get("scope").asText()).isEqualTo("drools,plaintext");
      assertThat(template.get("description").asText()).isNotBlank();
    }
  }

  @Test
  void the_document_names_every_template() throws Exception {
    String document = Files.readString(Path.of("docs/rules.md"));
    for (JsonNode template : json(RULES.resolve("drl.code-snippets"))) {
      assertThat(document).contains("`" + template.get("prefix").asText() + "`");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drl.code-snippets", "rule-tests.code-snippets", "extensions.json"})
  void whoever_opens_the_repository_finds_the_same_as_whoever_opens_the_rules(String file) throws Exception {
    assertThat(Files.readString(ROOT.resolve(file))).isEqualTo(Files.readString(RULES.resolve(file)));
  }

  @Test
  void the_task_finds_errors_and_warnings_in_what_the_check_prints() throws Exception {
    Fault fault = new Fault("orders.drl", 12, 5, "no indicator \"x\": did you mean \"y\"?");
    for (Path folder : List.of(ROOT, RULES)) {
      JsonNode matcher = json(folder.resolve("tasks.json")).at("/tasks/0/problemMatcher");
      Pattern line = Pattern.compile(matcher.at("/pattern/regexp").asText());

      assertThat(matched(line, fault.toString())).containsExactly("orders.drl", "12", "5", null, fault.message());
      assertThat(matched(line, fault.warning())).containsExactly("orders.drl", "12", "5", "warning", fault.message());
      assertThat("54 rules in 6 files are good, with 2 warnings").doesNotMatch(line);
    }
  }

  @Test
  void the_folder_of_the_editor_is_none_of_rules() throws Exception {
    assertThat(RuleFiles.in(Path.of("rules")).files()).extracting(RuleFile::name)
        .noneMatch(name -> name.contains("snippets"));
    assertThat(RuleFiles.in(RULES).files()).isEmpty();
  }

  private static String[] matched(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    String[] groups = new String[matcher.groupCount()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = matcher.group(i + 1);
    }
    return groups;
  }

  /** The text as it is before anything was typed into its blanks. */
  private static String filled(JsonNode template) {
    String body = StreamSupport.stream(template.get("body").spliterator(), false).map(JsonNode::asText)
        .collect(Collectors.joining("\n"));
    Map<String, String> blanks = new HashMap<>(Map.of("0", ""));
    BLANK.matcher(body).results().filter(blank -> blank.group(1) != null)
        .forEach(blank -> blanks.put(blank.group(1), blank.group(2) != null ? blank.group(2) : blank.group(3)));
    return BLANK.matcher(body).replaceAll(blank -> {
      String number = blank.group(1) != null ? blank.group(1) : blank.group(4);
      assertThat(number == null || blanks.containsKey(number)).as("blank " + number + " of " + body).isTrue();
      return Matcher.quoteReplacement(number == null ? "$" : blanks.get(number));
    });
  }

  private static JsonNode json(Path file) throws Exception {
    return JsonMapper.builder().build().readTree(Files.readString(file));
  }
}
