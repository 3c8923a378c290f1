package io.faultdesk.prediction;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.ResponseEntity;

/** The card of the model in force, wherever that came from. */
class ModelCardApiTest {

  @TempDir private Path folder;
  private Forecasts world;
  private ModelStore store;
  private TrainingDesk desk;
  private TrainingsApi api;

  @BeforeEach
  void open() {
    world = Forecasts.of(folder);
  }

  @AfterEach
  void close() {
    desk.destroy();
  }

  @Test
  void of_the_packaged_model_with_its_pictures() {
    start();
    assertThat(card()).contains("# faults", "](card/faults.roc.svg)");
    assertThat(text(api.picture(version(), "faults.roc.svg"))).contains("<svg");
    assertThat(api.picture(version(), "faults.json").getStatusCode().value()).isEqualTo(404);
  }

  @Test
  void of_a_model_that_came_back_and_lies_in_the_folder_no_more() throws Exception {
    Forecasts.write(Forecasts.model(8), folder);
    Files.writeString(folder.resolve("faults.md"), "# the first\n\n![ROC](faults.roc.svg)\n");
    Files.writeString(folder.resolve("faults.roc.svg"), "<svg/>");
    Files.writeString(folder.resolve("faults.other.md"), "of another");
    start();
    String first = version();
    Forecasts.write(Forecasts.model(5), folder);
    Files.writeString(folder.resolve("faults.md"), "# the second\n");
    store.look();
    assertThat(card()).isEqualTo("# the second\n");
    store.activate(first, "li.na");
    assertThat(card()).isEqualTo("# the first\n\n![ROC](card/faults.roc.svg)\n");
    assertThat(text(api.picture(first, "faults.roc.svg"))).isEqualTo("<svg/>");
  }

  @Test
  void what_is_changed_in_the_folder_counts() throws Exception {
    Forecasts.write(Forecasts.model(8), folder);
    Files.writeString(folder.resolve("faults.md"), "# old\n");
    start();
    Files.writeString(folder.resolve("faults.md"), "# new\n");
    assertThat(card()).isEqualTo("# new\n");
  }

  @Test
  void of_one_that_came_without_a_card_it_says_what_the_file_does() {
    Forecasts.write(Forecasts.model(8), folder);
    start();
    assertThat(card()).startsWith("# faults\n\nThis model came without a card.")
        .contains("* It tells whether a fault begins within 20m.", "| baseRate | 0.010 |");
    assertThat(api.card("0123456789abcdef", "*/*").getStatusCode().value()).isEqualTo(404);
  }

  private void start() {
    store = world.store();
    desk = world.desk(new SelfTraining(world.past()), store);
    api = new TrainingsApi(desk, world.trainings(), store, world.versions);
  }

  private String version() {
    return requireNonNull(store.inForce()).version();
  }

  private String card() {
    return text(api.card(version(), "*/*"));
  }

  private static String text(ResponseEntity<Object> answer) {
    assertThat(answer.getStatusCode().value()).isEqualTo(200);
    return new String((byte[]) requireNonNull(answer.getBody()), StandardCharsets.UTF_8);
  }
}
