package io.faultdesk.incident;

import io.faultdesk.incident.FlapCurve.Spell;
import io.faultdesk.incident.MutedFindingView.Outcome;
import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Digest;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/**
 * Mutes a finding that comes and goes: people are told once when that begins, in the incident it has then, and once when it
 * is over. What came and went is read from the findings themselves, so that a start forgets nothing.
 */
@Repository
class Flapping implements SuppressionStage {

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
  public Optional<Suppression> suppress(NewFinding finding, Instant now) {
    return Optional.ofNullable(entities.find(FlappingFinding.class, Digest.of(finding.key())))
        .map(known -> new Muted(
            Stage.FLAPPING,
            "flapping: " + known + "; told in " + new IncidentNumber(known.incidentId()),
            cause(known.keyDigest()), null));
  }

  /** Tells that the finding, which has just been taken into a held incident, has begun to flap, where it has. */
  void taken(NewFinding finding, Incident incident, Instant now) {
    String digest = Digest.of(finding.key());
    double percent = settings.enabled() ? percent(digest, now) : 0;
    if (percent < settings.high() || entities.find(FlappingFinding.class, digest) != null) {
      return;
    }
    entities.persist(new FlappingFinding(digest, finding, incident.id(), now, now.plus(settings.interval())));
    mark(digest, true);
    incident.tell(
        "flapping-started",
        finding.name() + " on " + finding.service() + " comes and goes" + text(percent)
            + "; it is quiet until it stays",
        now);
  }

  /** Tells of those that flap no more; what of them is open then opens an incident. */
  void review(Instant now) {
    entities
        .createQuery("select f from FlappingFinding f where f.reviewAt <= :now", FlappingFinding.class)
        .setParameter("now", now)
        .getResultList()
        .forEach(known -> review(known, now));
  }

  private void review(FlappingFinding known, Instant now) {
    double percent = percent(known.keyDigest(), now);
    if (settings.enabled() && percent >= settings.low()) {
      known.reviewAt(now.plus(settings.interval()));
      return;
    }
    entities.remove(known);
    mark(known.keyDigest(), false);
    muted.causeEnded(cause(known.keyDigest()), now);
    Incident incident = incidents.hold(known.incidentId());
    incident.tell("flapping-stopped", known + ", comes and goes no more" + text(percent), now);
    incidents.save(incident);
  }

  private double percent(String digest, Instant now) {
    Instant since = now.minus(FlapCurve.reach(settings.interval()));
    return FlapCurve.percent(spells(digest, since), settings.interval(), now);
  }

  /** When findings of that key were open, in an incident or muted, as far as they opened since then. */
  private List<Spell> spells(String digest, Instant since) {
    return entities
        .createQuery(
            """
            select f.openedAt as start, f.clearedAt as end from Finding f
            where f.keyDigest = :digest and f.openedAt >= :since
            union all
            select m.openedAt as start, m.endedAt as end from MutedFinding m
            where m.keyDigest = :digest and m.openedAt >= :since and (m.outcome is null or m.outcome <> :raised)
            """,
            Object[].class)
        .setParameter("digest", digest)
        .setParameter("since", since)
        .setParameter("raised", Outcome.RAISED)
        .getResultStream()
        .map(row -> new Spell((Instant) row[0], (Instant) row[1]))
        .toList();
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
    return "flap:" + digest;
  }

  private static String text(double percent) {
    return String.format(Locale.ROOT, " (%.0f %% change)", percent);
  }
}
