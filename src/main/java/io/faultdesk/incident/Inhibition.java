package io.faultdesk.incident;

import static java.util.function.Predicate.not;

import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/**
 * Mutes a finding while another one is open that explains it, as Alertmanager's inhibition does: a finding that is on both
 * sides of a rule is not inhibited by another such one. What is inhibited inhibits nothing itself, so that no two findings can
 * keep each other quiet.
 */
@Component
class Inhibition implements SuppressionStage {

  private static final String CAUSE = "finding:";

  private final List<QuietSettings.Inhibition> rules;

  /** The open findings that inhibit others, by the rule's place in the settings and their values of its equal labels. */
  private final ConcurrentMap<Group, ConcurrentMap<String, Source>> sources = new ConcurrentHashMap<>();

  Inhibition(IncidentSettings settings) {
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
    for (Group group : groups(finding)) {
      Map<String, String> labels = finding.labels();
      boolean both = LabelMatcher.all(rules.get(group.rule()).target(), labels);
      sources.computeIfAbsent(group, any -> new ConcurrentHashMap<>())
          .put(finding.key(), new Source(finding.key(), finding.name(), finding.service().value(), both));
      Undo.onRollback(() -> forget(group, finding.key()));
    }
  }

  private List<Group> groups(NewFinding finding) {
    List<Group> groups = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      Map<String, String> labels = finding.labels();
      if (LabelMatcher.all(rules.get(rule).source(), labels)) {
        groups.add(group(rule, labels));
      }
    }
    return groups;
  }

  /** What a finding of that key inhibits is over with it; empty where it inhibits nothing. */
  Optional<String> ended(String findingKey) {
    boolean inhibited = false;
    for (Map.Entry<Group, ConcurrentMap<String, Source>> entry : sources.entrySet()) {
      Source source = entry.getValue().get(findingKey);
      if (source != null) {
        inhibited = true;
        forget(entry.getKey(), findingKey);
        Undo.onRollback(
            () -> sources.computeIfAbsent(entry.getKey(), any -> new ConcurrentHashMap<>()).put(findingKey, source));
      }
    }
    return inhibited ? Optional.of(cause(findingKey)) : Optional.empty();
  }

  private void forget(Group group, String findingKey) {
    sources.computeIfPresent(group, (same, open) -> {
      open.remove(findingKey);
      return open.isEmpty() ? null : open;
    });
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
