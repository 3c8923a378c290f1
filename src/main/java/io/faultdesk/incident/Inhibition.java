package io.faultdesk.incident;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toSet;

import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.LabelMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Mutes a finding while another one is open that explains it, as Alertmanager's inhibition does: a finding that is on both
 * sides of a rule is not inhibited by another such one. What is inhibited inhibits nothing itself, so that no two findings can
 * keep each other quiet, and neither does what is only foreseen.
 */
@Component
class Inhibition implements SuppressionStage, SmartInitializingSingleton {

  private static final String CAUSE = "finding:";

  private final List<QuietSettings.Inhibition> rules;

  /** The open findings that inhibit others, by the rule's place in the settings and their values of its equal labels. */
  private final ConcurrentMap<Group, ConcurrentMap<String, Source>> sources = new ConcurrentHashMap<>();

  /** The groups in which a finding of that key inhibits. */
  private final ConcurrentMap<String, Set<Group>> groups = new ConcurrentHashMap<>();

  private final StandingFindings standing;
  private final MutedFindings muted;

  Inhibition(StandingFindings standing, MutedFindings muted, IncidentSettings settings) {
    this.standing = standing;
    this.muted = muted;
    rules = settings.quiet().inhibitions();
  }

  @Override
  public Optional<Suppression> suppress(NewFinding finding, Situation situation) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> labels = finding.labels();
    for (int rule = 0; rule < rules.size(); rule++) {
      if (LabelMatcher.all(rules.get(rule).target(), labels)) {
        boolean both = LabelMatcher.all(rules.get(rule).source(), labels);
        Optional<Source> source = sources.getOrDefault(group(rule, labels), new ConcurrentHashMap<>()).values().stream()
            .filter(not(other -> other.key().equals(finding.key()) || both && other.both()))
            .findFirst();
        if (source.isPresent()) {
          return source.map(open -> muted(open));
        }
      }
    }
    return Optional.empty();
  }

  private static Suppression muted(Source source) {
    return new Muted(
        Stage.INHIBITION, "inhibited by " + source.name() + " on " + source.service() + ", which is open",
        cause(source.key()), null);
  }

  /** A finding is open and not inhibited itself. */
  void opened(NewFinding finding) {
    if (rules.isEmpty() || finding.source() == FindingSource.FORECAST) {
      return;
    }
    stands(finding.key(), finding.name(), finding.service().value(), finding.labels())
        .forEach(group -> Undo.onRollback(() -> forget(group, finding.key())));
  }

  /** The groups in which a finding with these labels is a source and was none. */
  private List<Group> stands(String key, String name, String service, Map<String, String> labels) {
    List<Group> fresh = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      if (LabelMatcher.all(rules.get(rule).source(), labels)) {
        boolean both = LabelMatcher.all(rules.get(rule).target(), labels);
        Group group = group(rule, labels);
        if (put(group, new Source(key, name, service, both))) {
          fresh.add(group);
        }
      }
    }
    return fresh;
  }

  private boolean put(Group group, Source source) {
    AtomicBoolean fresh = new AtomicBoolean();
    sources.compute(group, (same, open) -> {
      ConcurrentMap<String, Source> all = open == null ? new ConcurrentHashMap<>() : open;
      fresh.set(all.put(source.key(), source) == null);
      return all;
    });
    groups.computeIfAbsent(source.key(), any -> ConcurrentHashMap.newKeySet()).add(group);
    return fresh.get();
  }

  /** What a finding of that key inhibits is over with it; empty where it inhibits nothing. */
  Optional<String> ended(String findingKey) {
    Set<Group> mine = groups.getOrDefault(findingKey, Set.of());
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    for (Group group : List.copyOf(mine)) {
      Source source = sources.getOrDefault(group, new ConcurrentHashMap<>()).get(findingKey);
      forget(group, findingKey);
      if (source != null) {
        Undo.onRollback(() -> put(group, source));
      }
    }
    return Optional.of(cause(findingKey));
  }

  private void forget(Group group, String findingKey) {
    sources.computeIfPresent(group, (same, open) -> {
      open.remove(findingKey);
      return open.isEmpty() ? null : open;
    });
    groups.computeIfPresent(findingKey, (same, mine) -> {
      mine.remove(group);
      return mine.isEmpty() ? null : mine;
    });
  }

  /** Learns what inhibits from all that is open, before anything is judged. */
  @Override
  public void afterSingletonsInstantiated() {
    if (!rules.isEmpty()) {
      standing.each(open -> {
        if (open.mutedBy() != Stage.INHIBITION && open.source() != FindingSource.FORECAST) {
          stands(open.key(), open.name(), open.service(), open.labels());
        }
      });
    }
  }

  /** Judges again what one judgment muted while another transaction ended its cause. */
  void review(Instant now) {
    Set<String> open = groups.keySet().stream().map(Inhibition::cause).collect(toSet());
    muted.openCauses(CAUSE).stream().filter(not(open::contains)).forEach(cause -> muted.causeEnded(cause, now));
  }

  private Group group(int rule, Map<String, String> labels) {
    return new Group(
        rule, rules.get(rule).equal().stream().map(label -> labels.getOrDefault(label, "")).toList());
  }

  private static String cause(String findingKey) {
    return CAUSE + Digest.of(findingKey);
  }

  /** The digest of the key of the finding that is that cause. */
  static String source(String cause) {
    return cause.substring(CAUSE.length());
  }

  private record Group(int rule, List<String> values) {}

  /**
   * A finding that inhibits.
   *
   * @param both whether it would be inhibited by the same rule
   */
  private record Source(String key, String name, String service, boolean both) {}
}
