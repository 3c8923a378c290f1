package io.faultdesk.detection;

import static java.util.Comparator.comparing;

import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.IndicatorWindows;
import io.faultdesk.indicator.StoredSample;
import io.faultdesk.prediction.Foresight;
import io.faultdesk.signal.Alert;
import io.faultdesk.signal.InboxAlert;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plays the signals of one service, past or made up, to one or several {@link Course}s through the same windows that
 * {@link Watch} fills with live ones, and lets each take its steps when that would. Its time is that of the signals, which have to
 * come in the order of their arrival; what arrives at one moment is judged together. Not thread-safe.
 */
final class Rehearsal {

  private final List<Course> courses;
  private final Function<String, IndicatorWindows> maker;
  private final Map<String, IndicatorWindows> windows = new TreeMap<>();
  /** The indicators at this moment; null until somebody asks. */
  private @Nullable List<Indicator> indicators;
  /** Before the first signal there is nothing to judge. */
  private Instant clock = Instant.MAX;
  private long arrived;

  /**
   * A rehearsal that knows of nothing yet.
   *
   * @param courses of the same service
   * @param maker makes the empty windows of the service's indicator of that name
   */
  Rehearsal(List<Course> courses, Function<String, IndicatorWindows> maker) {
    this.courses = courses;
    this.maker = maker;
  }

  /** A sample arrives, measured at that moment. */
  void sample(Instant at, String indicator, double value) {
    arrive(at);
    if (windows(indicator).add(at.toEpochMilli(), value, clock.toEpochMilli()) == null) {
      samplesCame();
    }
  }

  /** An indicator is said to have ended. */
  void end(Instant at, String indicator) {
    arrive(at);
    IndicatorWindows of = windows.get(indicator);
    if (of != null && of.end(at.toEpochMilli(), clock.toEpochMilli())) {
      samplesCame();
    }
  }

  /** What is stored of an indicator arrives once more. */
  void sample(StoredSample stored) {
    arrive(Instant.ofEpochMilli(stored.time()));
    remember(stored);
    samplesCame();
  }

  /** The same from before the rehearsal: it fills the windows, and no step is taken on its account. */
  void remember(StoredSample stored) {
    stored.into(windows(stored.indicator()));
  }

  /** Begins at that moment with what is remembered; where nothing is, the first signal begins. */
  void begin(Instant at) {
    if (!windows.isEmpty()) {
      arrive(at);
      samplesCame();
    }
  }

  /** Another monitor's message arrives. */
  void message(Instant at, Alert alert) {
    arrive(at);
    List<InboxAlert> message = List.of(new InboxAlert(arrived++, alert, null));
    courses.forEach(course -> course.hear(message));
  }

  /** From that moment on that is foreseen. */
  void foresee(Instant at, Foresight foreseen) {
    arrive(at);
    courses.forEach(course -> course.foresee(foreseen, clock));
  }

  /** Lets time pass until then, and takes every step that is due, those of that moment included. */
  void until(Instant moment) {
    stepsBefore(moment.plusNanos(1));
    pass(moment.isAfter(clock) ? moment : clock);
  }

  /** The indicators as they stand now. */
  List<Indicator> indicators() {
    if (indicators == null) {
      indicators = windows.values().stream().map(each -> each.at(clock)).toList();
    }
    return indicators;
  }

  private IndicatorWindows windows(String indicator) {
    return windows.computeIfAbsent(indicator, maker);
  }

  private void arrive(Instant at) {
    if (clock.equals(Instant.MAX)) {
      pass(at);
    } else if (at.isAfter(clock)) {
      stepsBefore(at);
      pass(at);
    }
  }

  private void samplesCame() {
    indicators = null;
    courses.forEach(course -> course.samplesCame(clock));
  }

  private void stepsBefore(Instant moment) {
    while (true) {
      Course next = Collections.min(courses, comparing(Course::dueAt));
      Instant due = next.dueAt().isAfter(clock) ? next.dueAt() : clock;
      if (!due.isBefore(moment)) {
        return;
      }
      pass(due);
      next.step(indicators(), clock);
    }
  }

  private void pass(Instant now) {
    if (!now.equals(clock)) {
      clock = now;
      indicators = null;
    }
  }
}
