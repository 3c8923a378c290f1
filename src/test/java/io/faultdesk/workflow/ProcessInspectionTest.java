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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
