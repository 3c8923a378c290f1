package io.faultdesk.incident;

import io.faultdesk.incident.MaintenanceWindowView.State;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** All maintenance windows. */
@Repository
class MaintenanceWindows {

  private static final String STILL_TO_COME = " w.state in :states and (w.endsAt is null or w.endsAt > :now)";

  private final EntityManager entities;

  MaintenanceWindows(EntityManager entities) {
    this.entities = entities;
  }

  void add(MaintenanceWindow added) {
    entities.persist(added);
  }

  /** The one of that number, to read. */
  MaintenanceWindow get(String number) {
    return WindowNumber.parse(number)
        .map(parsed -> entities.find(MaintenanceWindow.class, parsed.id()))
        .orElseThrow(() -> new UnknownMaintenanceWindow(number));
  }

  /** Locks the one of that number for the rest of the transaction. */
  MaintenanceWindow hold(String number) {
    MaintenanceWindow held = get(number);
    entities.refresh(held, LockModeType.PESSIMISTIC_WRITE);
    return held;
  }

  /** Those that count and have not ended. */
  List<MaintenanceWindow> inForce(Instant now) {
    return entities
        .createQuery("select w from MaintenanceWindow w where" + STILL_TO_COME, MaintenanceWindow.class)
        .setParameter("states", Set.of(State.APPROVED))
        .setParameter("now", now)
        .getResultList();
  }

  /** How many count or are proposed, and have not ended. */
  long count(Instant now) {
    return entities
        .createQuery("select count(w) from MaintenanceWindow w where" + STILL_TO_COME, Long.class)
        .setParameter("states", Set.of(State.PROPOSED, State.APPROVED))
        .setParameter("now", now)
        .getSingleResult();
  }

  /** The newest that are older than that id; null lets every state through. */
  List<MaintenanceWindow> page(@Nullable State state, long before, int limit) {
    var query = entities
        .createQuery(
            "select w from MaintenanceWindow w where w.id < :before"
                + (state == null ? "" : " and w.state = :state")
                // the filtered column leads although it is the same in all rows: only then H2 reads along its index
                + " order by " + (state == null ? "" : "w.state, ") + "w.id desc",
            MaintenanceWindow.class)
        .setParameter("before", before)
        .setMaxResults(limit);
    if (state != null) {
      query.setParameter("state", state);
    }
    return query.getResultList();
  }
}
