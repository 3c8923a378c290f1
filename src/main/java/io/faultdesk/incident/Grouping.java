package io.faultdesk.incident;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.incident.Suppression.Collected;
import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.LabelMatcher;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/**
 * Takes a finding into the open incident of its key: its own one, or that of the group it belongs to. The first of a group
 * waits a while for others.
 */
@Repository
class Grouping implements SuppressionStage {

  private final EntityManager entities;
  private final Incidents incidents;
  private final MutedFindings muted;
  private final List<QuietSettings.Group> groups;
  private final Flapping flapping;

  Grouping(EntityManager entities, Incidents incidents, MutedFindings muted, Flapping flapping,
      IncidentSettings settings) {
    this.entities = entities;
    this.incidents = incidents;
    this.muted = muted;
    this.groups = settings.quiet().groups();
    this.flapping = flapping;
  }

  @Override
  public Optional<Suppression> suppress(NewFinding finding, Situation situation) {
    Optional<Group> group = group(finding);
    String key = group.map(Group::key).orElse(finding.key());
    Optional<Long> open = situation.openIncident(key);
    if (open.isPresent()) {
      return open.map(incident -> new Collected(Stage.GROUPING, reason(group), incident));
    }
    // what flaps clears before its wait is over, and would never be told
    return flapping.flaps(finding, situation) ? Optional.empty() : group.flatMap(mine -> waits(mine, situation.now()));
  }

  private static String reason(Optional<Group> group) {
    return group.map(mine -> "grouped by " + mine.values()).orElse("the same finding has an open incident");
  }

  private Optional<Suppression> waits(Group group, Instant now) {
    String cause = "group:" + Digest.of(group.key());
    Instant since = muted.firstMutedBy(cause).orElse(now);
    Instant until = since.plus(group.settings().delay());
    return until.isAfter(now)
        ? Optional.of(new Muted(Stage.GROUPING, "waits for others of the group " + group.values(), cause, until))
        : Optional.empty();
  }

  /** The dedup key of the incident that the finding opens or belongs to. */
  String key(NewFinding finding) {
    return group(finding).map(Group::key).orElse(finding.key());
  }

  /**
   * The finding has opened that incident or become part of it; of a group people are told that it has grown, but not by what comes
   * and goes.
   */
  void taken(NewFinding finding, Incident incident, Situation situation) {
    group(finding).filter(group -> group.key().equals(incident.dedupKey())).ifPresent(group -> {
      GroupedIncident known = entities.find(GroupedIncident.class, incident.id());
      if (known == null) {
        entities.persist(new GroupedIncident(incident.id(), group.settings(), situation.now()));
      } else if (situation.flapping(finding).isEmpty()) {
        known.grew();
      }
    });
  }

  /** The incidents of groups of which something is to be told. */
  List<Long> due(Instant now, int limit) {
    return entities
        .createQuery("select g.incidentId from GroupedIncident g where g.dueAt <= :now order by g.dueAt", Long.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Tells what is due of that group. */
  void review(long incidentId, Instant now) {
    Incident incident = incidents.hold(incidentId);
    GroupedIncident group = entities.find(GroupedIncident.class, incidentId);
    if (group == null) {
      return;
    }
    if (incident.isOpen()) {
      group.tell(incident, now);
      incidents.save(incident);
    } else {
      entities.remove(group);
    }
  }

  private Optional<Group> group(NewFinding finding) {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> labels = finding.labels();
    for (int i = 0; i < groups.size(); i++) {
      QuietSettings.Group group = groups.get(i);
      if (LabelMatcher.all(group.match(), labels)) {
        String values =
            group.by().stream().map(label -> label + "=" + labels.getOrDefault(label, "")).collect(joining(", "));
        return Optional.of(new Group(key(i, values), values, group));
      }
    }
    return Optional.empty();
  }

  /** Those of the labels by which the group goes that has a finding with these; empty where none has. */
  Map<String, String> groupLabels(Map<String, String> labels) {
    return groups.stream()
        .filter(group -> LabelMatcher.all(group.match(), labels))
        .findFirst()
        .map(
            group -> group.by().stream().filter(labels::containsKey).distinct().collect(toMap(identity(), labels::get)))
        .orElse(Map.of());
  }

  private static String key(int group, String values) {
    String key = "group/" + (group + 1) + "/" + values;
    return key.length() <= NewFinding.MAX_KEY_LENGTH ? key : "group/" + (group + 1) + "/" + Digest.of(values);
  }

  /** One group of findings: those that have these values of the labels it goes by. */
  private record Group(String key, String values, QuietSettings.Group settings) {}
}
