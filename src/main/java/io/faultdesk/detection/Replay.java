package io.faultdesk.detection;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.SampleArchive;
import io.faultdesk.indicator.ServiceSamples;
import io.faultdesk.prediction.PastForesight;
import io.faultdesk.rules.BrokenRules;
import io.faultdesk.rules.RuleFiles;
import io.faultdesk.rules.RuleSet;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks rules what they would have found in a stretch of the stored past. It changes nothing. */
@Component
class Replay {

  /** What holds or is open at the start of a replay began this long before it at the earliest. */
  static final Duration LEAD = Duration.ofHours(1);

  private final SampleArchive archive;
  private final PastClaims claims;
  private final PastForesight foresight;
  private final Catalog catalog;
  private final DetectionSettings settings;

  Replay(
      SampleArchive archive, PastClaims claims, PastForesight foresight, Catalog catalog, DetectionSettings settings) {
    this.archive = archive;
    this.claims = claims;
    this.foresight = foresight;
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * How the findings of the candidate would have differed from those of the rules in force, or what the latter would have
   * found where there is no candidate. {@link BrokenRules} also names a rule that failed on the way, because without it the
   * rest would not be true.
   *
   * @param threads how many services are gone through at the same time
   */
  ReplayDiff run(
      TimeRange range, RuleFiles active, @Nullable RuleFiles candidate, int threads, ReplayProgress progress)
      throws BrokenRules {
    List<RuleSet> sets = new ArrayList<>();
    try {
      sets.add(RuleSet.of(active));
      if (candidate != null) {
        sets.add(RuleSet.of(candidate));
      }
      List<List<Rehearsed>> found = findings(range, sets, threads, progress);
      for (RuleSet set : sets) {
        set.checkAnswered();
      }
      return candidate == null
          ? ReplayDiff.of(range, active.version(), found.getFirst())
          : ReplayDiff.of(range, active.version(), found.getFirst(), candidate.version(), found.getLast());
    } finally {
      sets.forEach(RuleSet::close);
    }
  }

  /** What each of these sets would have found, a list for each, also what it found up to an hour before. */
  List<List<Rehearsed>> findings(TimeRange range, List<RuleSet> sets, int threads, ReplayProgress progress) {
    Map<ServiceName, ServiceSamples> stored = archive.services();
    Set<ServiceName> services = new TreeSet<>(stored.keySet());
    services.addAll(claims.services(range));
    progress.expect(services.size(), range);
    List<List<Rehearsed>> found = new ArrayList<>();
    sets.forEach(set -> found.add(new ArrayList<>()));
    ExecutorService workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("replay-", 1).factory());
    try {
      List<Future<List<List<Rehearsed>>>> parts =
          services.stream()
              .map(name -> workers.submit(() -> findings(name, stored.get(name), range, sets, progress)))
              .toList();
      for (Future<List<List<Rehearsed>>> part : parts) {
        List<List<Rehearsed>> each = part.get();
        for (int i = 0; i < sets.size(); i++) {
          found.get(i).addAll(each.get(i));
        }
      }
      return found;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a service could not be replayed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the replay was interrupted", e);
    } finally {
      progress.stop();
      workers.shutdownNow();
      workers.close();
    }
  }

  private List<List<Rehearsed>> findings(
      ServiceName name, @Nullable ServiceSamples stored, TimeRange range, List<RuleSet> sets, ReplayProgress progress) {
    ServiceInfo service = catalog.service(name);
    List<Course> courses = sets.stream().map(set -> Course.of(set, service, settings)).toList();
    Rehearsal rehearsal = new Rehearsal(courses, indicator -> archive.windows(name, indicator));
    Instant begin = range.from().minus(LEAD);
    TimeRange told = new TimeRange(begin, range.to());
    List<Message> messages = Message.of(claims.of(name, told), foresight.of(name, told), begin);
    Playing playing = new Playing(rehearsal, begin, messages, progress);
    if (stored != null) {
      stored.forEach(new TimeRange(begin.minus(longestWindow(stored)), range.to()), playing);
    }
    playing.end(range.to());
    return courses.stream().map(Course::findings).toList();
  }

  private Duration longestWindow(ServiceSamples stored) {
    return stored.indicators().stream()
        .map(indicator -> catalog.indicator(indicator).longestWindow())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
