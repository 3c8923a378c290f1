package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each form takes and refuses; answers and variables are written as JSON with single quotes. */
class FormRulesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Feel FEEL = new Feel();

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock = """
          diagnose        | {'outcome':'confirmed','diagnosis':'no index'}              | {}                 | {'outcome':'confirmed','diagnosis':'no index'}
          diagnose        | {'outcome':'false_alarm'}                                   | {}                 | {'outcome':'false_alarm'}
          diagnose        | {'outcome':'false_alarm','diagnosis':'left over'}           | {}                 | {'outcome':'false_alarm'}
          diagnose        | {'outcome':'duplicate','duplicateOf':'INC-000042'}          | {}                 | {'outcome':'duplicate','duplicateOf':'INC-000042'}
          diagnose        | {'outcome':'confirmed','diagnosis':'x','team':'me','number':'INC-1'} | {}        | {'outcome':'confirmed','diagnosis':'x'}
          locate          | {'component':'crm-db','cause':'索引 🔥'}                     | {}                 | {'component':'crm-db','cause':'索引 🔥'}
          approve-repair  | {'approved':true}                                           | {}                 | {'approved':true}
          approve-repair  | {'approved':'false','comment':'too risky'}                  | {}                 | {'approved':false,'comment':'too risky'}
          repair          | {'action':'restarted','repaired':'true'}                    | {}                 | {'action':'restarted','repaired':true}
          repair          | {'action':'restarted','repaired':'false'}                   | {}                 | {'action':'restarted','repaired':false}
          repair          | {'action':'restarted','repaired':false}                     | {}                 | {'action':'restarted','repaired':false}
          recover         | {'recovered':'true'}                                        | {'openFindings':0} | {'recovered':true}
          recover         | {'recovered':'true','comment':'seen it'}                    | {'openFindings':2} | {'recovered':true,'comment':'seen it'}
          recover         | {'recovered':'false'}                                       | {'openFindings':2} | {'recovered':false}
          recover         | {'recovered':true,'reviewRequested':'true'}                 | {'openFindings':0} | {'recovered':true,'reviewRequested':true}
          recover         | {'recovered':true,'reviewRequested':false}                  | {'openFindings':0} | {'recovered':true,'reviewRequested':false}
          confirm-cleared | {'outcome':'cleared'}                                       | {}                 | {'outcome':'cleared'}
          confirm-cleared | {'outcome':'continue'}                                      | {'outcome':'confirmed'} | {'outcome':'continue'}
          review          | {'rootCause':'a','lesson':'b','ruleUseful':'true'}          | {}                 | {'rootCause':'a','lesson':'b','ruleUseful':true}
          review          | {'rootCause':'a','lesson':'b','ruleUseful':'false'}         | {}                 | {'rootCause':'a','lesson':'b','ruleUseful':false}
          approve-maintenance | {'approved':'true','proposedBy':'me'}                   | {}                 | {'approved':true}
          approve-maintenance | {'approved':false,'comment':'sale'}                     | {}                 | {'approved':false,'comment':'sale'}
          """)
  void takes(String form, String answer, String known, String kept) throws IOException {
    Form.Outcome outcome = check(form, answer, known);
    assertThat(outcome.complaint()).isEmpty();
    assertThat(outcome.answers()).isEqualTo(map(kept));
  }

  @ParameterizedTest(name = "{0}: {1} for {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock = """
          diagnose        | {}                                                   | {}                 | outcome     | is required
          diagnose        | {'outcome':null}                                     | {}                 | outcome     | is required
          diagnose        | {'outcome':'maybe'}                                  | {}                 | outcome     | must be one of
          diagnose        | {'outcome':['confirmed']}                            | {}                 | outcome     | must be one value
          diagnose        | {'outcome':'confirmed'}                              | {}                 | diagnosis   | is required
          diagnose        | {'outcome':'confirmed','diagnosis':'  '}             | {}                 | diagnosis   | is required
          diagnose        | {'outcome':'confirmed','diagnosis':7}                | {}                 | diagnosis   | must be text
          diagnose        | {'outcome':'duplicate'}                              | {}                 | duplicateOf | is required
          diagnose        | {'outcome':'duplicate','duplicateOf':'42'}           | {}                 | duplicateOf | does not match
          locate          | {'cause':'no index'}                                 | {}                 | component   | is required
          locate          | {'component':'crm-db'}                               | {}                 | cause       | is required
          approve-repair  | {}                                                   | {}                 | approved    | is required
          approve-repair  | {'approved':'perhaps'}                               | {}                 | approved    | must be true or false
          repair          | {'repaired':true}                                    | {}                 | action      | is required
          repair          | {'action':'restarted'}                               | {}                 | repaired    | is required
          repair          | {'action':'restarted','repaired':''}                 | {}                 | repaired    | is required
          repair          | {'action':'restarted','repaired':1}                  | {}                 | repaired    | must be true or false
          recover         | {}                                                   | {'openFindings':0} | recovered   | is required
          recover         | {'recovered':'true'}                                 | {'openFindings':1} | comment     | is required
          recover         | {'recovered':true,'comment':''}                      | {'openFindings':1} | comment     | is required
          recover         | {'recovered':false,'reviewRequested':'maybe'}        | {'openFindings':0} | reviewRequested | must be true or false
          confirm-cleared | {}                                                   | {}                 | outcome     | is required
          confirm-cleared | {'outcome':'confirmed'}                              | {}                 | outcome     | must be one of
          review          | {'lesson':'b','ruleUseful':true}                     | {}                 | rootCause   | is required
          review          | {'rootCause':'a','ruleUseful':true}                  | {}                 | lesson      | is required
          review          | {'rootCause':'a','lesson':'b'}                       | {}                 | ruleUseful  | is required
          approve-maintenance | {'comment':'why'}                                | {}                 | approved    | is required
          approve-maintenance | {'approved':'later'}                             | {}                 | approved    | must be true or false
          approve-maintenance | {'approved':'false'}                             | {}                 | comment     | is required
          approve-maintenance | {'approved':false,'comment':' '}                 | {}                 | comment     | is required
          """)
  void refuses(String form, String answer, String known, String field, String fault) throws IOException {
    Form.Outcome outcome = check(form, answer, known);
    assertThat(outcome.faults()).containsOnlyKeys(field);
    assertThat(outcome.faults().get(field)).startsWith(fault);
    assertThat(outcome.complaint().orElseThrow()).contains("\"" + field + "\"");
  }

  @ParameterizedTest(name = "{0} with {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock = """
          {'type':'number','key':'f','validate':{'min':2,'max':5}}              | {'f':1}      | must be at least 2
          {'type':'number','key':'f','validate':{'min':2,'max':5}}              | {'f':'6'}    | must be at most 5
          {'type':'number','key':'f','validate':{'min':2,'max':5}}              | {'f':3}      | 3
          {'type':'number','key':'f'}                                           | {'f':'2.5'}  | 2.5
          {'type':'number','key':'f'}                                           | {'f':'4000000000'} | 4000000000
          {'type':'number','key':'f'}                                           | {'f':'many'} | must be a number
          {'type':'textfield','key':'f','validate':{'minLength':3}}             | {'f':'ab'}   | needs at least 3 characters
          {'type':'textfield','key':'f','validate':{'maxLength':3}}             | {'f':'abcd'} | has at most 3 characters
          {'type':'textfield','key':'f','validate':{'pattern':'^[a-z]+$'}}      | {'f':'A'}    | does not match the pattern ^[a-z]+$
          {'type':'checkbox','key':'f','validate':{'required':true}}            | {'f':false}  | must be ticked
          {'type':'select','key':'f','values':[{'value':'a'}]}                  | {'f':'b'}    | must be one of a, not "b"
          {'type':'checklist','key':'f','values':[{'value':'a'}]}               | {'f':['c']}  | must be one of a, not "[c]"
          {'type':'datetime','key':'f','subtype':'date'}                        | {'f':'2026-13-01'} | must be a date such as 2026-12-31
          {'type':'expression','key':'f','expression':'=6*7'}                   | {'f':42}           | 42
          {'type':'datetime','key':'f','subtype':'date'}                        | {'f':'abc'}        | must be a date such as 2026-12-31
          {'type':'datetime','key':'f','subtype':'date'}                        | {'f':'2026-12-31garbage'} | must be a date such as 2026-12-31
          {'type':'datetime','key':'f','subtype':'date'}                        | {'f':'2026-12-31'} | 2026-12-31
          {'type':'datetime','key':'f','subtype':'date'}                        | {'f':''}           | null
          {'type':'datetime','key':'f','subtype':'time'}                        | {'f':'25:00'}      | must be a time such as 23:59
          {'type':'datetime','key':'f','subtype':'time'}                        | {'f':'13:00'}      | 13:00
          {'type':'datetime','key':'f','subtype':'time'}                        | {'f':'13:00+01:00'} | 13:00+01:00
          {'type':'datetime','key':'f','subtype':'datetime'}                    | {'f':'2026-12-31'} | must be a date and time such as 2026-12-31T23:59
          {'type':'datetime','key':'f','subtype':'datetime'}                    | {'f':'2026-12-31T13:00'} | 2026-12-31T13:00
          {'type':'datetime','key':'f','subtype':'datetime'}                    | {'f':'2026-12-31T12:00Z'} | 2026-12-31T12:00Z
          {'type':'textfield','key':'f','disabled':true,'validate':{'required':true}} | {'f':'x'} | -
          {'type':'group','conditional':{'hide':'=true'},'components':[{'type':'textfield','key':'f','validate':{'required':true}}]} | {} | -
          """)
  void knows_every_rule_a_form_can_have(String component, String answer, String expected) throws IOException {
    Form form = Form.parse(JSON.readTree("{\"components\":[" + component.replace('\'', '"') + "]}"));
    Form.Outcome outcome = form.check(map(answer), Map.of(), FEEL);
    String seen = outcome.faults().isEmpty() ? String.valueOf(outcome.answers().getOrDefault("f", "-"))
        : outcome.faults().get("f");
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void a_text_longer_than_the_engine_holds_is_refused_and_not_an_error_of_the_database() throws IOException {
    Form form = Form.parse(JSON.readTree("{\"components\":[{\"type\":\"textarea\",\"key\":\"f\"}]}"));
    assertThat(form.check(Map.of("f", "x".repeat(4000)), Map.of(), FEEL).faults()).isEmpty();
    assertThat(form.check(Map.of("f", "x".repeat(4001)), Map.of(), FEEL).faults())
        .containsEntry("f", "has at most 4000 characters");
  }

  private static Form.Outcome check(String form, String answer, String known) throws IOException {
    JsonNode json = JSON.readTree(Files.readString(Path.of("processes", form + ".form")));
    return Form.parse(json).check(map(answer), map(known), FEEL);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String json) throws IOException {
    return JSON.readValue(json.replace('\'', '"'), HashMap.class);
  }
}
