package io.faultdesk.prediction;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

/** How a model comes in force and how a broken one does not. */
class ModelStoreTest {

  @TempDir private Path folder;
  private Forecasts world;

  @BeforeEach
  void open() {
    Forecasts.write(Forecasts.model(8), folder);
    world = Forecasts.of(folder);
  }

  @Test
  void a_changed_file_comes_in_force_and_the_former_one_can_come_back() {
    ModelStore store = world.store();
    String first = version(store);
    Forecasts.write(Forecasts.model(5), folder);
    store.look();
    assertThat(version(store)).isNotEqualTo(first);

    assertThat(store.activate(first, "chen.jie")).isInstanceOf(ModelStore.Activation.Done.class);
    assertThat(version(store)).isEqualTo(first);
    store.look();
    assertThat(version(store)).isEqualTo(first);
    assertThat(version(world.store())).as("after a restart").isEqualTo(first);

    Forecasts.write(Forecasts.model(6), folder);
    store.look();
    assertThat(version(store)).isNotEqualTo(first);
    assertThat(store.activate("0123", "chen.jie")).isInstanceOf(ModelStore.Activation.Unknown.class);
  }

  @Test
  void a_broken_file_leaves_the_old_one_in_force_and_is_told() throws Exception {
    ModelStore store = world.store();
    String first = version(store);
    Files.writeString(folder.resolve("faults.json"), "{\"format\": 1,\n \"task\": \"guess\"}");
    store.look();
    assertThat(version(store)).isEqualTo(first);
    assertThat(requireNonNull(store.lastError()).detail()).contains("faults.json:2:");
    assertThat(store.candidates()).singleElement().satisfies(file -> assertThat(file.error()).contains("no model"));
    assertThat(version(world.store())).as("after a restart").isEqualTo(first);

    Forecasts.write(Forecasts.model(8), folder);
    store.look();
    assertThat(store.lastError()).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      "features" : [         ; "features" : [ null,
      "groups" : [           ; "groups" : [ null,
      "indicators" : [       ; "indicators" : [ null
      "baseRate" : 0.01      ; "baseRate" : null
      "unitMetrics" : {      ; "unitMetrics" : { "a" : null
      "unitMetrics" : {      ; "unitMetrics" : { "a" : { "auc" : null }
      """)
  void a_part_that_is_null_makes_a_file_broken_not_the_server(String good, String broken) throws Exception {
    ModelStore store = world.store();
    String first = version(store);
    String text = Forecasts.model(8).json();
    assertThat(text).contains(good);
    Files.writeString(folder.resolve("faults.json"), text.replace(good, broken));
    store.look();
    assertThat(version(store)).isEqualTo(first);
    assertThat(requireNonNull(store.lastError()).detail()).contains("null");
    assertThat(store.candidates()).singleElement().satisfies(file -> assertThat(file.error()).contains("null"));
    assertThat(version(world.store())).as("after a restart").isEqualTo(first);
  }

  @Test
  void a_model_that_the_database_would_not_take_is_tried_again() {
    ModelStore store = world.store();
    String first = version(store);
    Forecasts.write(Forecasts.model(5), folder);
    world.jdbc().execute("alter table fault_model rename to away");
    assertThatThrownBy(store::look).isInstanceOf(DataAccessException.class);
    assertThat(version(store)).isEqualTo(first);
    world.jdbc().execute("alter table away rename to fault_model");
    store.look();
    assertThat(version(store)).isNotEqualTo(first);
  }

  @Test
  void a_file_that_is_gone_for_a_while_changes_nothing() throws Exception {
    ModelStore store = world.store();
    String first = version(store);
    Forecasts.write(Forecasts.model(5), folder);
    store.look();
    store.activate(first, "chen.jie");
    Files.delete(folder.resolve("faults.json"));
    store.look();
    assertThat(version(store)).isEqualTo(first);
    assertThat(version(world.store())).as("after a restart, since a person chose it").isEqualTo(first);
    Forecasts.write(Forecasts.model(5), folder);
    store.look();
    assertThat(version(store)).as("back as it was").isEqualTo(first);
  }

  @Test
  void without_a_file_the_shipped_model_serves_from_the_start() throws Exception {
    Files.delete(folder.resolve("faults.json"));
    ModelStore store = world.store();
    assertThat(requireNonNull(store.inForce()).model().task()).isEqualTo(Task.DETECT);
    assertThat(store.lastError()).isNull();
  }

  @Test
  void a_model_of_cycles_is_refused() throws Exception {
    FaultModel model = Forecasts.model(8);
    FeatureSchema schema = model.schema();
    ModelStore store = world.store();
    Forecasts.write(new FaultModel(model.format(), model.task(), model.horizon(),
        new FeatureSchema(schema.version(), 0, schema.window(), schema.groups(), schema.indicators(), schema.horizon()),
        model.features(), model.bias(), model.threshold(), model.lambda(), model.training(), model.metrics(),
        model.unitMetrics()), folder);
    store.look();
    assertThat(requireNonNull(store.lastError()).detail()).contains("cycles");
  }

  @Test
  void what_models_may_do_survives_a_restart() {
    world.store().change(Mode.SHADOW, "li.na");
    assertThat(world.store().mode()).isEqualTo(Mode.SHADOW);
    world.store().change(Mode.LIVE, "li.na");
    assertThat(world.store().mode()).isEqualTo(Mode.LIVE);
  }

  @Test
  void who_moved_the_switch_last_and_when_is_known_after_a_restart_too() {
    ModelStore store = world.store();
    assertThat(store.switched()).isEqualTo(new Switched(Mode.LIVE, null, null));
    world.clock.advance(Duration.ofNanos(1_234_567));
    store.change(Mode.SHADOW, "chen.jie");
    store.change(Mode.OFF, "li.na");
    assertThat(store.switched()).isEqualTo(new Switched(Mode.OFF, Forecasts.START.plusMillis(1), "li.na"))
        .isEqualTo(world.store().switched());
  }

  @Test
  void only_so_many_models_are_kept_and_the_one_in_force_always() {
    ModelStore store = world.store();
    String first = version(store);
    for (int i = 1; i < 6; i++) {
      Forecasts.write(Forecasts.model(8 + i), folder);
      store.look();
    }
    assertThat(world.versions.list()).hasSize(3).extracting(ModelVersion::version).doesNotContain(first)
        .contains(version(store));
  }

  private static String version(ModelStore store) {
    return requireNonNull(store.inForce()).version();
  }

  @Test
  void a_file_from_before_spreads_were_kept_is_still_a_model() throws Exception {
    String text = Forecasts.model(8).json();
    assertThat(text).contains("\"spreads\" : null");
    String old = text.replaceFirst(",\\s*\"spreads\" : null", "");
    assertThat(old).doesNotContain("spreads");
    assertThat(FaultModel.parse("old.json", old)).isEqualTo(Forecasts.model(8));
    FaultModel spread = Forecasts.model(8).with(new Spreads(Spread.of(new double[]{1, 2, 3}),
        Map.of("robust.max.last", Spread.of(new double[]{4, 5, Double.NaN}))));
    assertThat(FaultModel.parse("new.json", spread.json())).isEqualTo(spread);
  }
}
