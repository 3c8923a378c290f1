package io.faultdesk.prediction;

import static io.faultdesk.prediction.Forecasts.ORDERS;
import static io.faultdesk.prediction.Forecasts.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.faultdesk.incident.NewFinding;
import io.faultdesk.incident.PastFault;
import io.faultdesk.prediction.DriftWatch.Judged;
import io.faultdesk.prediction.ModelStore.InForce;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;

/** A model that sees other data than in training, or promises what does not come, is a finding; by the clock that the test moves. */
class DriftWatchTest {

  private static final List<ServiceName> SERVICES =
      List.of(ORDERS, ServiceName.of("billing"), ServiceName.of("search"));
  private static final double SELDOM = 0.001;
  private static final String STRONGEST = "robust.max.last";

  @TempDir private Path folder;
  private Forecasts world;
  private DriftWatch watch;
  private final InForce model = model("v1");
  private final Random random = new Random(7);

  @BeforeEach
  void open() {
    world = Forecasts.of(folder);
    watch = world.drift();
  }

  @Test
  void other_data_than_in_training_are_a_finding_and_are_taken_back_when_they_are_as_they_were() {
    pass(Duration.ofHours(25), 3, SELDOM);
    NewFinding drift = raised();
    assertThat(drift.key()).isEqualTo("faultdesk/model-drift");
    assertThat(drift.service()).isEqualTo(ServiceName.of("faultdesk"));
    assertThat(drift.severity()).isEqualTo(Severity.WARNING);
    assertThat(drift.category()).isEqualTo(Category.DATA_QUALITY);
    assertThat(drift.because()).contains("other data than it was trained on").contains(STRONGEST)
        .contains("far fewer indicators").hasSizeLessThan(1000);
    assertThat((double) drift.evidence().get("features")).isGreaterThan(1);
    assertThat(((Map<?, ?>) drift.evidence().get("each")).keySet()).hasToString("[" + STRONGEST + "]");

    Mockito.clearInvocations(world.desk);
    pass(Duration.ofDays(8), 0, SELDOM);
    Mockito.clearInvocations(world.desk);
    pass(Duration.ofHours(2), 0, SELDOM);
    verify(world.desk, never()).raise(any(NewFinding.class));
    verify(world.desk, atLeastOnce()).cleared(eq("faultdesk/model-drift"), any());
  }

  @Test
  void the_same_data_as_in_training_are_none() {
    pass(Duration.ofHours(60), 0, SELDOM);
    verify(world.desk, never()).raise(any(NewFinding.class));
  }

  @Test
  void before_a_day_has_passed_nothing_is_said() {
    pass(Duration.ofHours(22), 3, SELDOM);
    verify(world.desk, never()).raise(any(NewFinding.class));
  }

  @Test
  void of_few_rows_nothing_is_said() {
    for (int hour = 0; hour < 200; hour++) {
      world.clock.advance(Duration.ofHours(1));
      look(3, SELDOM);
    }
    verify(world.desk, never()).raise(any(NewFinding.class));
  }

  @Test
  void a_restart_goes_on_counting_and_another_model_begins_anew() {
    pass(Duration.ofHours(20), 3, SELDOM);
    watch = world.drift();
    pass(Duration.ofHours(6), 3, SELDOM);
    assertThat(raised().name()).isEqualTo(DriftWatch.DRIFT);

    Mockito.clearInvocations(world.desk);
    watch.take(model("v2"), List.of(), world.known(), world.clock.instant());
    verify(world.desk).cleared("faultdesk/model-drift", world.clock.instant());
    verify(world.desk, never()).raise(any(NewFinding.class));
  }

  @Test
  void probabilities_that_promise_faults_that_never_come_are_a_finding() {
    pass(Duration.ofHours(50), 0, 0.2);
    NewFinding wrong = raised();
    assertThat(wrong.name()).isEqualTo(DriftWatch.MISCALIBRATED);
    assertThat(wrong.evidence()).containsEntry("came", 0L);
    assertThat((double) wrong.evidence().get("expected")).isGreaterThan(50);
    assertThat(wrong.because()).contains("do not hold").contains("0 came");
  }

  @Test
  void what_was_prevented_is_not_reckoned_and_what_came_as_promised_is_no_finding() {
    for (int moment = 0; moment < 3 * 50; moment++) {
      Instant at = START.plus(Duration.ofMinutes(20L * moment + 10));
      for (ServiceName service : SERVICES) {
        if (random.nextDouble() < 0.2) {
          world.faults.add(new PastFault(service, at, at.plusSeconds(1), "INC-" + moment));
        }
      }
    }
    pass(Duration.ofHours(50), 0, 0.2);
    verify(world.desk, never()).raise(any(NewFinding.class));
    Reckoning reckoning = world.tallies.reckoning("v1", START);
    assertThat(reckoning.moments()).isBetween(140L, 150L);
    assertThat(reckoning.came()).isBetween(60L, 120L);
    assertThat(watch.judged("v2")).as("another model").isNull();
    Judged judged = watch.judged("v1");
    assertThat(judged.reckoning().moments()).isCloseTo(reckoning.moments(), within(3L));
    assertThat(judged.drifted().rows()).isGreaterThan(1000);
    assertThat(judged.drifted().beyond(0.25)).isFalse();
  }

  @Test
  void while_nothing_is_foreseen_nothing_is_wrong() {
    watch.rest(world.clock.instant());
    watch.rest(world.clock.instant());
    verify(world.desk, Mockito.times(1)).cleared("faultdesk/model-drift", world.clock.instant());
    verify(world.desk, Mockito.times(1)).cleared("faultdesk/model-miscalibrated", world.clock.instant());
  }

  /** A row each minute; features are as in training where nothing shifts them. */
  private void pass(Duration time, double shift, double score) {
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      world.clock.advance(Duration.ofMinutes(1));
      look(shift, score);
    }
  }

  private void look(double shift, double score) {
    List<Seen> seen = new ArrayList<>();
    for (ServiceName service : SERVICES) {
      double[] features = new double[model.model().features().size()];
      features[model.model().index(STRONGEST)] = random.nextDouble() + shift;
      seen.add(new Seen(service, score, features));
    }
    watch.take(model, seen, world.known(), world.clock.instant());
  }

  private NewFinding raised() {
    ArgumentCaptor<NewFinding> finding = ArgumentCaptor.forClass(NewFinding.class);
    verify(world.desk, atLeastOnce()).raise(finding.capture());
    return finding.getValue();
  }

  private static InForce model(String version) {
    Spread even = new Spread(List.of(0.2, 0.4, 0.6, 0.8), List.of(0.2, 0.2, 0.2, 0.2, 0.2, 0.0));
    Spread scores = new Spread(List.of(0.0005), List.of(0.0, 1.0, 0.0));
    return new InForce(
        "faults", version, Forecasts.model(8).with(new Spreads(scores, Map.of(STRONGEST, even))), START, null, null);
  }
}
