package io.faultdesk.incident;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.incident.FlapCurve.Spell;
import io.faultdesk.incident.MutedFindingView.Outcome;
import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Digest;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/**
 * Mutes a finding that comes and goes: people are told once when that begins, in the incident it has then, and once when it
 * is over. What came and went is read from the findings themselves, so that a start forgets nothing.
 */
@Repository
class Flapping implements SuppressionStage {

  private static final String CAUSE = "flap:";

  private final EntityManager entities;
  private final Incidents incidents;
  private final MutedFindings muted;
  private final QuietSettings.Flapping settings;

  Flapping(EntityManager entities, Incidents incidents, MutedFindings muted, IncidentSettings settings) {
    this.entities = entities;
    this.incidents = incidents;
    this.muted = muted;
    this.settings = settings.quiet().flapping();
  }

  @Override
  public Optional<Suppression> suppress(NewFinding finding, Situation situation) {
    return situation.flapping(finding)
        .map(known -> new Muted(
            Stage.FLAPPING,
            "flapping: " + known + "; told in " + new IncidentNumber(known.incidentId()),
            cause(known.keyDigest()), null));
  }

  /** Whether a finding that opens now changes too often to tell of each time. */
  boolean flaps(NewFinding finding, Situation situation) {
    return settings.enabled() && percent(finding, situation) >= settings.high();
  }

  private double percent(NewFinding finding, Situation situation) {
    List<Spell> spells = new ArrayList<>(situation.spells(finding));
    spells.add(new Spell(finding.openedAt(), null));
    return FlapCurve.percent(spells, settings.interval(), situation.now());
  }

  /** Tells that the finding, which has just been taken into a held incident, has begun to flap, where it has. */
  void taken(NewFinding finding, Incident incident, Situation situation) {
    Instant now = situation.now();
    String digest = Digest.of(finding.key());
    if (situation.flapping(finding).isPresent()) {
      mark(digest, true);
      return;
    }
    if (!flaps(finding, situation)) {
      return;
    }
    entities.persist(new FlappingFinding(digest, finding, incident.id(), now, now.plus(settings.interval())));
    mark(digest, true);
    incident.tell(
        "flapping-started",
        finding.name() + " on " + finding.service() + " comes and goes" + text(percent(finding, situation))
            + "; it is quiet until it stays",
        now);
  }

  /** The digests of the keys of those that are to be looked at. */
  List<String> due(Instant now, int limit) {
    return entities
        .createQuery("select f.keyDigest from FlappingFinding f where f.reviewAt <= :now order by f.reviewAt",
            String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Tells that it flaps no more, where it does not; what of it is open then opens an incident. */
  void review(String digest, Instant now) {
    FlappingFinding known = entities.find(FlappingFinding.class, digest);
    if (known == null) {
      return;
    }
    List<Spell> spells = spells(List.of(digest), now).getOrDefault(digest, List.of());
    double percent = FlapCurve.percent(spells, settings.interval(), now);
    if (settings.enabled() && percent >= settings.low()) {
      known.reviewAt(now.plus(settings.interval()));
      return;
    }
    Incident incident = incidents.hold(known.incidentId());
    entities.remove(known);
    mark(digest, false);
    muted.causeEnded(cause(digest), now);
    incident.tell("flapping-stopped", known + ", comes and goes no more" + text(percent), now);
    incidents.save(incident);
  }

  /** Judges again what one judgment muted while another transaction ended its cause. */
  void reviewMuted(Instant now) {
    List<String> causes = muted.openCauses(CAUSE);
    if (!causes.isEmpty()) {
      Map<String, FlappingFinding> known = known(causes.stream().map(c -> c.substring(CAUSE.length())).toList());
      causes.stream().filter(c -> !known.containsKey(c.substring(CAUSE.length())))
          .forEach(c -> muted.causeEnded(c, now));
    }
  }

  /** When findings of these keys were open, in an incident or muted, as far back as the curve looks. */
  Map<String, List<Spell>> spells(List<String> digests, Instant now) {
    return entities
        .createQuery(
            """
            select f.keyDigest as digest, f.openedAt as start, f.clearedAt as end from Finding f
            where f.keyDigest in :digests and f.openedAt >= :since
            union all
            select m.keyDigest as digest, m.openedAt as start, m.endedAt as end from MutedFinding m
            where m.keyDigest in :digests and m.openedAt >= :since and (m.outcome is null or m.outcome <> :raised)
            """,
            Object[].class)
        .setParameter("digests", digests)
        .setParameter("since", now.minus(FlapCurve.reach(settings.interval())))
        .setParameter("raised", Outcome.RAISED)
        .getResultStream()
        .collect(groupingBy(
            row -> (String) row[0], mapping(row -> new Spell((Instant) row[1], (Instant) row[2]), toList())));
  }

  /** Those of these keys that flap. */
  Map<String, FlappingFinding> known(List<String> digests) {
    return entities
        .createQuery("select f from FlappingFinding f where f.keyDigest in :digests", FlappingFinding.class)
        .setParameter("digests", digests)
        .getResultStream()
        .collect(toMap(FlappingFinding::keyDigest, known -> known));
  }

  private void mark(String digest, boolean flapping) {
    entities.flush();
    entities
        .createQuery(
            "update Finding f set f.flapping = :flapping where f.keyDigest = :digest and f.openKey is not null")
        .setParameter("flapping", flapping)
        .setParameter("digest", digest)
        .executeUpdate();
  }

  private static String cause(String digest) {
    return CAUSE + digest;
  }

  private static String text(double percent) {
    return String.format(Locale.ROOT, " (%.0f %% change)", percent);
  }
}
