package io.faultdesk.incident;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.incident.IncidentDesk.OpenFinding;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Digest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** All findings that opened no incident. */
@Repository
class MutedFindings {

  private final EntityManager entities;

  MutedFindings(EntityManager entities) {
    this.entities = entities;
  }

  /** Stores a new one at once, so that who loses a race for its key learns it. */
  void add(MutedFinding finding) {
    entities.persist(finding);
  }

  /** Locks the open ones of these keys, keys as digests. */
  Map<String, MutedFinding> holdOpen(Collection<String> digests) {
    return entities
        .createQuery("select m from MutedFinding m where m.openKey in :keys order by m.id", MutedFinding.class)
        .setParameter("keys", digests)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .collect(toMap(MutedFinding::keyDigest, finding -> finding));
  }

  Optional<MutedFinding> hold(long id) {
    return Optional.ofNullable(entities.find(MutedFinding.class, id)).map(this::hold);
  }

  private MutedFinding hold(MutedFinding finding) {
    // what was read before the lock may be out of date
    entities.flush();
    entities.refresh(finding, LockModeType.PESSIMISTIC_WRITE);
    return finding;
  }

  /** Those whose time to be judged again has come, the longest due first. */
  List<Long> due(Instant now, int limit) {
    return entities
        .createQuery("select m.id from MutedFinding m where m.reviewAt <= :now order by m.reviewAt", Long.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** What kept them quiet has ended: they are judged again. */
  void causeEnded(String cause, Instant now) {
    entities
        .createQuery("update MutedFinding m set m.reviewAt = :now where m.cause = :cause")
        .setParameter("now", now)
        .setParameter("cause", cause)
        .executeUpdate();
  }

  /** The causes that begin so and keep something quiet. */
  List<String> openCauses(String prefix) {
    return entities
        .createQuery("select distinct m.cause from MutedFinding m where m.cause like :prefix", String.class)
        .setParameter("prefix", prefix + "%")
        .getResultList();
  }

  /** Of the open ones with these keys those that another finding inhibits, each with the digest of that one's key. */
  Map<String, String> inhibited(Collection<String> findingKeys) {
    Map<String, String> keys = findingKeys.stream().collect(toMap(Digest::of, identity(), (one, same) -> one));
    return entities
        .createQuery(
            "select m.openKey, m.cause from MutedFinding m where m.openKey in :keys and m.stage = :stage",
            Object[].class)
        .setParameter("keys", keys.keySet())
        .setParameter("stage", Stage.INHIBITION)
        .getResultStream()
        .filter(row -> row[1] != null)
        .collect(toMap(row -> keys.getOrDefault(row[0], ""), row -> Inhibition.source((String) row[1])));
  }

  /** All are judged again, because the reasons of before a start need not be those of now. */
  void judgeAllAgain(Instant now) {
    entities
        .createQuery("update MutedFinding m set m.reviewAt = :now where m.openKey is not null")
        .setParameter("now", now)
        .executeUpdate();
  }

  /** Since when the first of those is muted that wait for that. */
  Optional<Instant> firstMutedBy(String cause) {
    return Optional.ofNullable(
        entities
            .createQuery("select min(m.mutedAt) from MutedFinding m where m.cause = :cause", Instant.class)
            .setParameter("cause", cause)
            .getSingleResult());
  }

  List<OpenFinding> openFindings() {
    try (Stream<MutedFinding> open = entities
        .createQuery("select m from MutedFinding m where m.openKey is not null order by m.id", MutedFinding.class)
        .getResultStream()) {
      return open
          .map(MutedFinding::finding)
          .map(f -> new OpenFinding(f.key(), f.service().value(), f.source(), f.severity(), f.openedAt()))
          .toList();
    }
  }

  /** Open ones on these services, at most so many. */
  List<MutedFinding> openOn(Collection<String> services, int limit) {
    return entities
        .createQuery(
            "select m from MutedFinding m where m.openKey is not null and m.service in :services order by m.id",
            MutedFinding.class)
        .setParameter("services", services)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The newest that are older than that id; null lets every service and stage through. */
  List<MutedFindingView> page(
      boolean openOnly, @Nullable String service, @Nullable Stage stage, long before, int limit) {
    // the filtered column leads although it is the same in all rows: only then H2 reads along its index
    String order = service != null ? "m.service, " : stage != null ? "m.stage, " : "";
    var query = entities
        .createQuery(
            "select m from MutedFinding m where m.id < :before"
                + (openOnly ? " and m.openKey is not null" : "")
                + (service == null ? "" : " and m.service = :service")
                + (stage == null ? "" : " and m.stage = :stage")
                + " order by " + order + "m.id desc",
            MutedFinding.class)
        .setParameter("before", before)
        .setMaxResults(limit);
    if (service != null) {
      query.setParameter("service", service);
    }
    if (stage != null) {
      query.setParameter("stage", stage);
    }
    return query.getResultList().stream().map(MutedFinding::view).toList();
  }

  /** Forgets some of those that ended before that moment; returns how many. */
  int prune(Instant endedBefore, int limit) {
    List<Long> ids = entities
        .createQuery("select m.id from MutedFinding m where m.endedAt < :before order by m.endedAt", Long.class)
        .setParameter("before", endedBefore)
        .setMaxResults(limit)
        .getResultList();
    return ids.isEmpty()
        ? 0
        : entities.createQuery("delete from MutedFinding m where m.id in :ids").setParameter("ids", ids)
            .executeUpdate();
  }
}
