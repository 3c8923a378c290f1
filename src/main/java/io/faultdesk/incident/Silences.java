package io.faultdesk.incident;

import io.faultdesk.incident.SilenceView.State;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** All silences, those that are over included. */
@Repository
class Silences {

  private final EntityManager entities;

  Silences(EntityManager entities) {
    this.entities = entities;
  }

  void add(Silence silence) {
    entities.persist(silence);
  }

  Optional<Silence> find(String id) {
    return entities
        .createQuery("select s from Silence s where s.uuid = :id", Silence.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst();
  }

  /** Those that end after that moment. */
  List<Silence> endingAfter(Instant moment) {
    return entities
        .createQuery("select s from Silence s where s.endsAt > :moment order by s.endsAt, s.number", Silence.class)
        .setParameter("moment", moment)
        .getResultList();
  }

  long countEndingAfter(Instant moment) {
    return entities
        .createQuery("select count(s) from Silence s where s.endsAt > :moment", Long.class)
        .setParameter("moment", moment)
        .getSingleResult();
  }

  /** The newest that are older than that number; null lets every state through. */
  List<Silence> page(@Nullable State state, Instant now, long before, int limit) {
    String where = switch (state) {
      case PENDING -> " and s.startsAt > :now and s.endsAt > :now";
      case ACTIVE -> " and s.startsAt <= :now and s.endsAt > :now";
      case EXPIRED -> " and s.endsAt <= :now";
      case null -> "";
    };
    var query = entities
        .createQuery("select s from Silence s where s.number < :before" + where + " order by s.number desc",
            Silence.class)
        .setParameter("before", before)
        .setMaxResults(limit);
    if (state != null) {
      query.setParameter("now", now);
    }
    return query.getResultList();
  }

  /** Forgets those that ended before that moment. */
  void prune(Instant endedBefore) {
    entities
        .createQuery("delete from Silence s where s.endsAt < :before")
        .setParameter("before", endedBefore)
        .executeUpdate();
  }
}
