package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.prediction.Training.Decision;
import io.faultdesk.prediction.Training.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Which trainings and models are forgotten, and which are not. */
class TrainingsTest {

  private static final TrainingRequest REQUEST = new TrainingRequest("night", "detect", null, 2, null).whole();

  @TempDir private Path folder;
  private Forecasts world;
  private Trainings trainings;

  DataSource database() {
    return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  @BeforeEach
  void open() {
    world = Forecasts.of(folder, database());
    trainings = world.trainings();
  }

  @Test
  void a_training_is_known_until_somebody_has_decided_on_its_challenger() {
    trained("7", true, State.DONE, "v7");
    trained("8", true, State.REFUSED, null);
    others();
    assertThat(trainings.find("7")).isPresent();
    assertThat(trainings.find("8")).isEmpty();
    decide("7");
    trained("last", false, State.DONE, "v9");
    assertThat(trainings.find("7")).isEmpty();
    assertThat(trainings.list(1000)).hasSizeBetween(Trainings.KEPT, Trainings.KEPT + 1);
  }

  @Test
  void a_model_is_kept_until_somebody_has_decided_on_it() {
    ModelFile challenger = keep("challenger");
    trained("7", true, State.DONE, challenger.version());
    ModelFile asked = keep("asked for without a challenge");
    trained("8", false, State.DONE, asked.version());
    keep("1");
    keep("2");
    keep("3");
    assertThat(world.versions.file(challenger.version())).isPresent();
    assertThat(world.versions.cards(challenger.version())).containsExactly("night.md");
    assertThat(world.versions.file(asked.version())).isEmpty();
    decide("7");
    keep("4");
    assertThat(world.versions.file(challenger.version())).isEmpty();
    assertThat(world.versions.cards(challenger.version())).isEmpty();
  }

  private void others() {
    for (int i = 0; i <= Trainings.KEPT; i++) {
      trained("other" + i, false, State.FAILED, null);
    }
  }

  private void trained(String id, boolean challenge, State state, @Nullable String version) {
    world.clock.advance(Duration.ofSeconds(1));
    trainings.add(id, REQUEST, challenge, "timer", world.clock.instant());
    trainings.end(id, state, null, version, null, world.clock.instant());
  }

  private void decide(String id) {
    assertThat(trainings.decide(id, new Decision("discarded", "li.na", world.clock.instant(), "no"))).isTrue();
  }

  private ModelFile keep(String text) {
    world.clock.advance(Duration.ofSeconds(1));
    ModelFile file = new ModelFile("made up", "night", text);
    world.versions.keep(file, Map.of("night.md", "# night"), world.clock.instant());
    return file;
  }
}
