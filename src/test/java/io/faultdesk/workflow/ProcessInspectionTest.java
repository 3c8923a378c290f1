package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code processes check} says of good and of broken folders. */
class ProcessInspectionTest {

  @TempDir Path folder;

  @Test
  void the_shipped_folder_has_no_fault() throws IOException {
    assertThat(new ProcessInspection().faults(ProcessFiles.read(Path.of("processes")))).isEmpty();
  }

  @Test
  void xml_that_breaks_off_is_named_with_line_and_column() throws IOException {
    change("diagnosis.bpmn", text -> text.substring(0, text.indexOf("</bpmn:userTask>")));
    assertThat(faults()).singleElement().asString().matches("diagnosis\\.bpmn:\\d+:\\d+: .+");
  }

  @Test
  void an_unknown_delegate_is_named_with_its_line() throws IOException {
    change("notify.bpmn", text -> text.replace("${sendNotice}", "${sendPigeon}"));
    int line = lineOf("notify.bpmn", "${sendPigeon}");
    assertThat(faults())
        .singleElement()
        .asString()
        .startsWith("notify.bpmn:" + line + ":")
        .contains("unknown delegate ${sendPigeon}", "sendNotice");
  }

  @Test
  void a_class_is_no_delegate() throws IOException {
    change("notify.bpmn",
        text -> text.replace("camunda:delegateExpression=\"${sendNotice}\"", "camunda:class=\"a.B\""));
    assertThat(faults()).singleElement().asString().contains("names a class");
  }

  @Test
  void an_expression_does_not_call_what_is_no_delegate() throws IOException {
    change(
        "notify.bpmn",
        text -> text.replace(
            "camunda:delegateExpression=\"${sendNotice}\"",
            "camunda:expression=\"${execution.processEngineServices}\""));
    assertThat(faults()).singleElement().asString().contains("unknown delegate", "processEngineServices");
  }

  @Test
  void a_process_needs_a_history_time_to_live() throws IOException {
    change("notify.bpmn", text -> text.replace(" camunda:historyTimeToLive=\"P365D\"", ""));
    assertThat(faults()).singleElement().asString().contains("notify", "history time to live");
  }

  @Test
  void a_decision_needs_a_history_time_to_live() throws IOException {
    change("response-path.dmn", text -> text.replaceFirst(" camunda:historyTimeToLive=\"P365D\"", ""));
    assertThat(faults()).singleElement().asString().contains("response-path", "history time to live");
  }

  @Test
  void a_form_that_does_not_exist_is_missed() throws IOException {
    Files.delete(copy().resolve("locate.form"));
    assertThat(faults()).singleElement().asString().startsWith("location.bpmn:").contains("the form locate");
  }

  @Test
  void a_called_process_and_a_decision_that_do_not_exist_are_missed() throws IOException {
    Files.delete(copy().resolve("location.bpmn"));
    Files.delete(folder.resolve("response-path.dmn"));
    assertThat(faults())
        .hasSize(2)
        .anySatisfy(fault -> assertThat(fault.message()).contains("the process location"))
        .anySatisfy(fault -> assertThat(fault.message()).contains("the decision response-path"));
  }

  @Test
  void a_form_component_that_tasklist_does_not_know_is_named() throws IOException {
    change("locate.form", text -> text.replace("\"textfield\"", "\"filepicker\""));
    assertThat(faults()).singleElement().asString().startsWith("locate.form").contains("filepicker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          {"type":"dynamiclist","path":"parts","components":[]}                                                 | dynamiclist: a list of fields
          {"type":"group","path":"place","components":[{"type":"textfield","key":"room"}]}                      | group: the path place
          {"type":"group","components":[{"type":"group","path":"place","components":[]}]}                       | group: the path place
          {"type":"textfield","key":"place.room"}                                                               | textfield place.room: a key with a dot
          """)
  void a_form_that_nobody_could_complete_is_refused_also_when_it_is_deployed(String component, String fault)
      throws IOException {
    change("locate.form", text -> text.replaceFirst("\"components\": \\[", "\"components\": [" + component + ","));
    assertThat(faults()).singleElement().asString().startsWith("locate.form").contains(fault);
    assertThat(new ProcessInspection().obstacles(ProcessFiles.read(folder))).hasSize(1);
  }

  @Test
  void a_group_without_a_path_is_no_fault() throws IOException {
    change("locate.form", text -> text.replaceFirst("\"components\": \\[",
        "\"components\": [{\"type\":\"group\",\"path\":\"\",\"components\":[]},"));
    assertThat(faults()).isEmpty();
  }

  @Test
  void broken_json_is_named_with_line_and_column() throws IOException {
    change("locate.form", text -> text.replaceFirst("\"components\": \\[", "\"components\": [,"));
    assertThat(faults()).anySatisfy(fault -> assertThat(fault.toString()).matches("locate\\.form:\\d+:\\d+: .+"));
  }

  @Test
  void a_broken_condition_of_a_field_is_named() throws IOException {
    change("diagnose.form", text -> text.replace("=outcome != \\\"confirmed\\\"", "=outcome != = 7"));
    assertThat(faults()).singleElement().asString().contains("diagnosis", "no FEEL expression");
  }

  @Test
  void an_id_that_a_drawing_program_made_up_is_refused() throws IOException {
    change("notify.bpmn", text -> text.replace("Task_SendNotice", "Activity_0abc12d"));
    assertThat(faults()).singleElement().asString().contains("generated id Activity_0abc12d");
  }

  @Test
  void a_process_is_named_as_its_file_and_defined_once() throws IOException {
    Files.copy(copy().resolve("notify.bpmn"), folder.resolve("another.bpmn"));
    assertThat(faults())
        .hasSize(2)
        .anySatisfy(fault -> assertThat(fault.message()).contains("not named as its file"))
        .anySatisfy(fault -> assertThat(fault.message()).contains("defines notify, as another.bpmn does"));
  }

  @Test
  void a_script_is_refused() throws IOException {
    change(
        "incident-response.bpmn",
        text -> text.replaceFirst("conditionExpression xsi", "conditionExpression language=\"groovy\" xsi"));
    assertThat(faults()).singleElement().asString().contains("script");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = """
          camunda:dueDate="${respondBy}"           | camunda:dueDate="${''.class}"                            | userTask dueDate
          camunda:dueDate="${respondBy}"           | camunda:assignee="${execution.processEngineServices}"    | userTask assignee
          camunda:dueDate="${respondBy}"           | camunda:followUpDate="${(execution)['processEngine']}"   | userTask followUpDate
          camunda:dueDate="${respondBy}"           | camunda:followUpDate="${task[title]}"                    | computed member of task
          camunda:candidateGroups="${team}"        | camunda:candidateGroups="${team},${task.execution}"      | userTask candidateGroups
          camunda:priority="${taskPriority}"       | camunda:priority="#{closeIncident.execute(execution)}"   | userTask priority
          camunda:formRef="diagnose"               | camunda:formRef="${title.getClass().name}"               | userTask formRef
          name="Diagnose the incident"             | name="Diagnose ${execution.bpmnModelInstance}"           | userTask name
          camunda:dueDate="${respondBy}"           | camunda:dueDate="${respondBy"                            | userTask dueDate: Error parsing
          camunda:dueDate="${respondBy}"           | camunda:dueDate="${exec('sh')}"                          | userTask dueDate
          camunda:dueDate="${respondBy}"           | camunda:formHandlerClass="a.B"                           | names a class
          <camunda:executionListener delegateExpression="${enterPhase}" | <camunda:executionListener class="a.B" | names a class
          <camunda:executionListener delegateExpression="${enterPhase}" | <camunda:executionListener expression="${execution.x()}" | unknown delegate
          <camunda:executionListener delegateExpression="${enterPhase}" event="start" /> | <camunda:executionListener event="start"><camunda:script scriptFormat="groovy">1</camunda:script></camunda:executionListener> | script
          camunda:delegateExpression="${escalate}" | camunda:type="shell"                                     | has the type shell
          camunda:delegateExpression="${escalate}" | camunda:delegateExpression="${x}" o:delegateExpression="${escalate}" xmlns:o="urn:o" | unknown delegate
          <camunda:inputOutput>                    | <camunda:connector/><camunda:inputOutput>                | connector
          name="clock">respond<                    | name="clock">${clock.class}<                             | inputParameter: An expression may not use class of clock
          name="clock">respond<                    | name="clock"><camunda:list><camunda:value><![CDATA[${''.class}]]></camunda:value></camunda:list>< | value: An
          name="clock">respond<                    | name="clock">res<!-- -->pond $<!-- -->{''.class}<        | inputParameter: An
          name="clock">respond<                    | name="clock"><camunda:script scriptFormat="js">1</camunda:script>< | script
          tFormalExpression">${respondWarnAt}<     | tFormalExpression">${respondWarnAt.class.forName('a')}<  | timeDate: An
          """)
  void what_would_run_other_code_is_refused_where_it_stands(String good, String hostile, String complaint)
      throws IOException {
    change("diagnosis.bpmn", text -> text.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(hostile)));
    ProcessFiles files = ProcessFiles.read(folder);
    for (List<ProcessFault> faults : List.of(faults(), new ProcessInspection().obstacles(files))) {
      assertThat(faults).anySatisfy(fault -> {
        assertThat(fault.message()).contains(complaint);
        assertThat(fault.file()).isEqualTo("diagnosis.bpmn");
        assertThat(fault.line()).isPositive();
      });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = """
          calledElement="diagnosis"                    | calledElement="${execution.class}"                          | callActivity calledElement
          calledElement="diagnosis"                    | calledElement="diagnosis" camunda:variableMappingClass="a.B" | names a class
          calledElement="diagnosis"                    | calledElement="diagnosis" camunda:variableMappingDelegateExpression="${escalate}" | names a class
          businessKey="#{execution.processBusinessKey}" | businessKey="#{execution.getProcessInstance().delete()}"   | in businessKey
          sourceExpression="${outcome                  | sourceExpression="${outcome.class == outcome                | in sourceExpression
          """)
  void a_call_reaches_no_further_than_its_process(String good, String hostile, String complaint) throws IOException {
    change("incident-response.bpmn", text -> text.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(hostile)));
    assertThat(faults()).anySatisfy(fault -> {
      assertThat(fault.message()).contains(complaint);
      assertThat(fault.line()).isEqualTo(lineOf("incident-response.bpmn", hostile));
    });
  }

  @Test
  void an_entity_hides_nothing() throws IOException {
    change(
        "diagnosis.bpmn",
        text -> text.replace("?>", "?><!DOCTYPE d [<!ENTITY evil \"${''.class}\">]>").replace("${respondBy}",
            "&evil;"));
    assertThat(new ProcessInspection().obstacles(ProcessFiles.read(folder))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = """
          <text>team</text>                                   | <text>team.class.classLoader</text>            | text: An expression
          <text>team</text>                                   | <text>${execution['processEngine']}</text>     | text: An expression
          major_pathTeam" expressionLanguage="juel"           | major_pathTeam" expressionLanguage="groovy"    | expression language groovy
          <definitions                                        | <definitions expressionLanguage="javascript"   | expression language javascript
          <definitions                                        | <definitions expressionLanguage="juel"         | where the expression stands
          """)
  void a_decision_runs_no_other_code_either(String good, String hostile, String complaint) throws IOException {
    change("response-path.dmn", text -> text.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(hostile)));
    assertThat(faults()).anySatisfy(fault -> {
      assertThat(fault.message()).contains(complaint);
      assertThat(fault.line()).isPositive();
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.bpmn", "a.bpmn20.xml", "abpmn"})
  void a_process_is_inspected_under_every_name_by_which_the_engine_knows_it(String name) throws IOException {
    String process = Files.readString(Path.of("processes", "notify.bpmn")).replace("${sendNotice}", "${sendPigeon}");
    byte[] content = process.getBytes(StandardCharsets.UTF_8);
    assertThat(new ProcessInspection().obstacles(new ProcessFiles("", Map.of(name, content)))).hasSize(1);
  }

  @Test
  void a_remark_may_say_anything() throws IOException {
    change(
        "notify.bpmn",
        text -> text.replaceFirst(
            "(?s)(<bpmn:sequenceFlow.*)</bpmn:process>",
            "$1<bpmn:textAnnotation id=\"Note\"><bpmn:text>no \\${''.class} here</bpmn:text></bpmn:textAnnotation></bpmn:process>"));
    assertThat(faults()).isEmpty();
  }

  @Test
  void only_what_cannot_run_is_asked_of_a_deployment_of_one_file() throws IOException {
    byte[] diagnosis = Files.readAllBytes(Path.of("processes", "diagnosis.bpmn"));
    List<ProcessFault> faults =
        new ProcessInspection().obstacles(new ProcessFiles("", Map.of("my try.bpmn", diagnosis)));
    assertThat(faults).allSatisfy(fault -> assertThat(fault.message()).contains("deploy them together"));
  }

  @Test
  void the_command_says_how_many_faults_and_exits_with_one() throws IOException {
    change("notify.bpmn", text -> text.replace("${sendNotice}", "${sendPigeon}"));
    StringWriter out = new StringWriter();
    assertThat(run(out, "check", folder.toString())).isEqualTo(1);
    assertThat(out.toString()).startsWith("notify.bpmn:").contains("1 faults");
    assertThat(run(new StringWriter(), "check", "processes")).isZero();
    assertThat(run(new StringWriter(), "check", folder.resolve("nowhere").toString())).isEqualTo(2);
  }

  @Test
  void the_command_speaks_json() throws IOException {
    StringWriter out = new StringWriter();
    assertThat(run(out, "check", "--json", "processes")).isZero();
    assertThat(out.toString()).contains("\"faults\":[]", "\"diagnosis.bpmn\"");
  }

  private static int run(StringWriter out, String... args) {
    return new CommandLine(new ProcessesCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(args);
  }

  private List<ProcessFault> faults() throws IOException {
    return new ProcessInspection().faults(ProcessFiles.read(folder));
  }

  private void change(String file, java.util.function.UnaryOperator<String> change) throws IOException {
    Path path = copy().resolve(file);
    String before = Files.readString(path);
    Files.writeString(path, change.apply(before));
    assertThat(Files.readString(path)).isNotEqualTo(before);
  }

  private Path copy() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>(ProcessFiles.read(Path.of("processes")).contents());
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  private int lineOf(String file, String text) throws IOException {
    String content = new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8);
    return (int) content.substring(0, content.indexOf(text)).lines().count();
  }
}
