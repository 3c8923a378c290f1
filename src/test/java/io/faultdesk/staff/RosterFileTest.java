package io.faultdesk.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import jakarta.validation.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class RosterFileTest {

  private static final String TEAM =
      "faultdesk: {staff: {people: [{id: li.na}], teams: [{id: platform, lead: li.na}]}}";

  private final People people = mock(People.class);
  private Path file;
  private Roster roster;
  private RosterFile rosterFile;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    file = folder.resolve("faultdesk.yaml");
    Files.writeString(file, "faultdesk: {}");
    StaffSettings nobody = new StaffSettings(List.of(), List.of(), null, false);
    roster = new Roster(nobody, ids -> Map.of());
    rosterFile = new RosterFile(
        new MockEnvironment().withProperty("faultdesk.config", file.toString()),
        nobody,
        roster,
        people,
        Validation.buildDefaultValidatorFactory().getValidator());
    change(TEAM);
  }

  @Test
  void a_change_counts_without_a_restart() {
    assertThat(roster.lead("platform")).map(Person::id).contains("li.na");
    verify(people, times(1)).sync(any(), any(), any());
  }

  @Test
  void a_password_is_lent_again_at_every_start_and_change() throws IOException {
    StaffSettings demo = new StaffSettings(List.of(), List.of(), "demo", true);
    RosterFile lending = new RosterFile(new MockEnvironment().withProperty("faultdesk.config", file.toString()), demo,
        roster, people, Validation.buildDefaultValidatorFactory().getValidator());
    verify(people, never()).lend(any());
    lending.afterSingletonsInstantiated();
    verify(people).lend("demo");
    Files.writeString(file, TEAM.replace("platform", "database"));
    lending.look();
    verify(people, times(2)).lend("demo");
  }

  @Test
  void a_moment_without_a_file_or_with_an_empty_one_changes_nothing() throws IOException {
    Files.delete(file);
    rosterFile.look();
    change("");
    assertThat(roster.lead("platform")).isPresent();
    change(TEAM.replace("platform", "database"));
    assertThat(roster.lead("database")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "faultdesk: {staff: {people: [",
    "faultdesk: {staff: {pepole: [{id: li.na}]}}",
    "faultdesk: {staff: {people: [{id: ''}]}}",
    "faultdesk: {staff: {teams: [{id: platform, lead: ghost}]}}"
  })
  void a_file_that_is_wrong_is_named_once_and_changes_nothing(String wrong, CapturedOutput output) throws IOException {
    change(wrong);
    rosterFile.look();
    assertThat(roster.lead("platform")).map(Person::id).contains("li.na");
    verify(people, times(1)).sync(any(), any(), any());
    assertThat(output.getOut()).containsOnlyOnce("is not taken").contains(file.toString());
  }

  private void change(String content) throws IOException {
    Files.writeString(file, content);
    rosterFile.look();
  }
}
