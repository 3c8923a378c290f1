package io.faultdesk.incident;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.incident.IncidentDesk.OpenFinding;
import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.incident.IncidentView.Suspect;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Repository;

/** All incidents with what belongs to them. Whoever changes one gets it from here with its row locked. */
@Repository
class Incidents {

  private final EntityManager entities;
  private final ApplicationEventPublisher events;

  Incidents(EntityManager entities, ApplicationEventPublisher events) {
    this.entities = entities;
    this.events = events;
  }

  /** Stores a new incident at once, so that who loses a race for its key learns it before anything hangs on it. */
  void add(Incident incident) {
    entities.persist(incident);
    incident.takeWritten().forEach(entities::persist);
    entities.flush();
    incident.takeEvents().forEach(events::publishEvent);
  }

  /** Stores what a change wrote and publishes its events. */
  void save(Incident incident) {
    incident.takeWritten().forEach(entities::persist);
    incident.takeEvents().forEach(events::publishEvent);
  }

  /** Locks the incident of that number for the rest of the transaction. */
  Incident hold(String number) {
    return hold(get(number));
  }

  Incident hold(long id) {
    return hold(get(id));
  }

  /** Locks the open incident of that dedup key, if there is one. */
  Optional<Incident> holdOpen(String dedupKey) {
    return entities
        .createQuery("select i from Incident i where i.openKey = :key", Incident.class)
        .setParameter("key", Digest.of(dedupKey))
        .getResultStream()
        .findFirst()
        .map(this::hold)
        .filter(Incident::isOpen);
  }

  /** The open incident of that dedup key, not locked. */
  Optional<Long> openIncident(String dedupKey) {
    return entities
        .createQuery("select i.id from Incident i where i.openKey = :key", Long.class)
        .setFlushMode(FlushModeType.COMMIT) // a new incident is written at once
        .setParameter("key", Digest.of(dedupKey))
        .getResultStream()
        .findFirst();
  }

  private Incident hold(Incident incident) {
    if (!incident.held()) {
      // what was read before the lock may be out of date
      entities.refresh(incident, LockModeType.PESSIMISTIC_WRITE);
      incident.hold();
    }
    return incident;
  }

  /** The incident of that number, to read. */
  Incident get(String number) {
    return find(number).orElseThrow(() -> new UnknownIncident(number));
  }

  Incident get(long id) {
    return get(new IncidentNumber(id).toString());
  }

  Optional<Incident> find(String number) {
    return IncidentNumber.parse(number).map(parsed -> entities.find(Incident.class, parsed.id()));
  }

  /** The open incidents of these dedup keys, keys as digests. */
  Map<String, Long> openIncidents(Collection<String> digests) {
    return entities
        .createQuery("select i.openKey, i.id from Incident i where i.openKey in :keys", Object[].class)
        .setParameter("keys", digests)
        .getResultStream()
        .collect(toMap(row -> (String) row[0], row -> (Long) row[1]));
  }

  /** The incidents that recorded the open findings of these keys, keys as digests. */
  Map<String, Long> incidentsOfOpenFindings(Collection<String> digests) {
    return entities
        .createQuery("select f.openKey, f.id.incidentId from Finding f where f.openKey in :keys", Object[].class)
        .setParameter("keys", digests)
        .getResultStream()
        .collect(toMap(row -> (String) row[0], row -> (Long) row[1]));
  }

  /**
   * The open findings of these keys, keys as digests, with their incidents locked: in the same order by all that ask for several at
   * once, and read afterwards, because one may have ended while it was waited for. A transaction that locks others before or after may
   * still wait for another that waits for it; the database then ends one of them, and what it did is done again.
   */
  Map<String, Finding> holdOpenFindings(Collection<String> digests) {
    Collection<Long> holders = incidentsOfOpenFindings(digests).values();
    holders.stream().distinct().sorted().forEach(this::hold);
    return holders.isEmpty()
        ? Map.of()
        : entities
            .createQuery("select f from Finding f where f.openKey in :keys", Finding.class)
            .setParameter("keys", digests)
            .getResultStream()
            .collect(toMap(Finding::openKey, finding -> finding));
  }

  /**
   * The worst finding, forecasts left out, that a machine has open on one of these services, of equally bad ones the latest, in an incident of one of
   * these categories that is open or was merged into one that is.
   */
  Optional<Callee> openFindingOf(List<String> services, Set<Category> categories, Instant since) {
    return entities
        .createQuery(
            """
            select new io.faultdesk.incident.Incidents$Callee(home.id, f.service, f.name)
            from Finding f, Incident i, Incident home
            where i.id = f.id.incidentId and i.category in :categories
              and home.id = coalesce(i.mergedInto, i.id) and home.state in :open
              and f.openKey is not null and f.service in :services and f.openedAt >= :since and f.source <> :forecast
            order by case f.severity when :critical then 0 when :major then 1 when :minor then 2 else 3 end, f.openedAt desc
            """,
            Callee.class)
        .setFlushMode(FlushModeType.COMMIT)
        .setParameter("critical", Severity.CRITICAL)
        .setParameter("major", Severity.MAJOR)
        .setParameter("minor", Severity.MINOR)
        .setParameter("services", services)
        .setParameter("categories", categories)
        .setParameter("open", List.of(IncidentView.State.OPEN, IncidentView.State.ACKNOWLEDGED))
        .setParameter("since", since)
        .setParameter("forecast", FindingSource.FORECAST)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** An open finding of a service that others call, and the incident that answers for it. */
  record Callee(long incident, @Nullable String service, String name) {}

  /**
   * The newest open incident of a fault of each of these services: the service's own, or one in which a finding on it is open.
   */
  Map<String, Long> faultsOn(Collection<String> services) {
    return entities
        .createQuery(
            """
            select i.service, i.id from Incident i
            where i.service in :services and i.state in :open and (i.openKey is null or i.openKey not in :foreseen)
            union
            select f.service, home.id from Finding f, Incident i, Incident home
            where f.service in :services and f.openKey is not null and f.source <> :forecast
              and i.id = f.id.incidentId and home.id = coalesce(i.mergedInto, i.id) and home.state in :open
            """,
            Object[].class)
        .setParameter("services", services)
        .setParameter("open", List.of(IncidentView.State.OPEN, IncidentView.State.ACKNOWLEDGED))
        .setParameter("foreseen", services.stream().map(Foreseen::key).map(Digest::of).toList())
        .setParameter("forecast", FindingSource.FORECAST)
        .getResultStream()
        .collect(toMap(row -> (String) row[0], row -> (Long) row[1], Math::max));
  }

  List<OpenFinding> openFindings() {
    return entities
        .createQuery(
            """
            select new io.faultdesk.incident.IncidentDesk$OpenFinding(
              f.findingKey, f.service, f.source, f.severity, f.openedAt)
            from Finding f where f.openKey is not null order by f.openedAt
            """,
            OpenFinding.class)
        .getResultList();
  }

  /** Open findings on these services, a person's left out, with the category of their incidents; at most so many. */
  Map<Finding, Category> openOn(Collection<String> services, int limit) {
    Map<Finding, Category> found = new LinkedHashMap<>();
    entities
        .createQuery(
            """
            select f, i.category from Finding f join Incident i on i.id = f.id.incidentId
            where f.openKey is not null and f.service in :services order by f.openedAt
            """,
            Tuple.class)
        .setParameter("services", services)
        .setMaxResults(limit)
        .getResultStream()
        .forEach(row -> found.put(row.get(0, Finding.class), row.get(1, Category.class)));
    return found;
  }

  /** The numbers of all incidents that are not closed. */
  List<String> openNumbers() {
    return entities
        .createQuery("select i.id from Incident i where i.state <> :closed order by i.id", Long.class)
        .setParameter("closed", IncidentView.State.CLOSED)
        .getResultStream()
        .map(id -> new IncidentNumber(id).toString())
        .toList();
  }

  /** The newest open incidents of that service that opened up to then. */
  List<Long> openOf(ServiceName service, Instant openedUntil, int limit) {
    return entities
        .createQuery(
            """
            select i.id from Incident i
            where i.service = :service and i.state in (:states) and i.openedAt <= :until
            order by i.service, i.id desc
            """,
            Long.class)
        .setParameter("service", service.value())
        .setParameter("states", List.of(IncidentView.State.OPEN, IncidentView.State.ACKNOWLEDGED))
        .setParameter("until", openedUntil)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Open findings of the incident and of those merged into it, at most so many; neither forecasts nor what a person says. */
  List<Finding> stillOpen(long id, int limit) {
    return entities
        .createQuery(
            """
            select f from Finding f
            where f.openKey is not null and f.source <> :forecast
              and (f.id.incidentId = :id or f.id.incidentId in (select i.id from Incident i where i.mergedInto = :id))
            order by f.openedAt
            """,
            Finding.class)
        .setParameter("id", id)
        .setParameter("forecast", FindingSource.FORECAST)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Whether anything that it heeds is open in the incident or in those merged into it. */
  boolean hasOpenFinding(Incident incident) {
    return !entities
        .createQuery(
            """
            select f.id.ordinal from Finding f
            where f.openKey is not null and f.source in :heeded
              and (f.id.incidentId = :id or f.id.incidentId in (select i.id from Incident i where i.mergedInto = :id))
            """,
            Integer.class)
        .setParameter("id", incident.id())
        .setParameter("heeded", Stream.of(FindingSource.values()).filter(incident::heeds).toList())
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /** What was merged into the one now belongs to the other. */
  void forward(long from, long to) {
    entities
        .createQuery("update Incident i set i.mergedInto = :to where i.mergedInto = :from")
        .setParameter("from", from)
        .setParameter("to", to)
        .executeUpdate();
  }

  /** The newest incidents that the filter lets through and that are older than the number. */
  List<IncidentView> page(IncidentFilter filter, long before, int limit) {
    Map<String, Object> values = new HashMap<>();
    String where = filter.where(values);
    var query =
        entities
            .createQuery("select i from Incident i where i.id < :before" + where + filter.order(), Incident.class)
            .setParameter("before", before)
            .setMaxResults(limit);
    values.forEach(query::setParameter);
    return views(query.getResultList());
  }

  IncidentView view(Incident incident) {
    return views(List.of(incident)).getFirst();
  }

  private List<IncidentView> views(List<Incident> incidents) {
    List<Long> ids = incidents.stream().map(Incident::id).toList();
    List<Long> usual =
        incidents.stream().filter(i -> i.findingCount() <= IncidentView.MAX_FINDINGS).map(Incident::id).toList();
    Map<Long, List<FindingView>> findings =
        belonging("select f from Finding f where f.id.incidentId in :ids order by f.id.ordinal", Finding.class, usual)
            .stream()
            .collect(groupingBy(Finding::incidentId, mapping(Finding::view, toList())));
    ids.stream().filter(id -> !usual.contains(id)).forEach(
        id -> findings.put(
            id, findings(id, false, Integer.MAX_VALUE, IncidentView.MAX_FINDINGS).stream().map(Finding::view).toList()
                .reversed()));
    Map<Long, List<Suspect>> suspects =
        belonging(
            "select s from RankedSuspect s where s.id.incidentId in :ids order by s.score desc, s.id.ordinal desc",
            RankedSuspect.class,
            ids)
            .stream()
            .collect(groupingBy(RankedSuspect::incidentId, mapping(RankedSuspect::view, toList())));
    return incidents.stream()
        .map(i -> i.view(findings.getOrDefault(i.id(), List.of()), suspects.getOrDefault(i.id(), List.of())))
        .toList();
  }

  /** The newest findings of the incident that are older than that ordinal. */
  List<Finding> findings(long id, boolean openOnly, int before, int limit) {
    return entities
        .createQuery(
            "select f from Finding f where f.id.incidentId = :id and f.id.ordinal < :before"
                + (openOnly ? " and f.openKey is not null" : "")
                + " order by f.id.ordinal desc",
            Finding.class)
        .setParameter("id", id)
        .setParameter("before", before)
        .setMaxResults(limit)
        .getResultList();
  }

  private <T> List<T> belonging(String query, Class<T> type, List<Long> ids) {
    return ids.isEmpty() ? List.of() : entities.createQuery(query, type).setParameter("ids", ids).getResultList();
  }

  List<Chronicle> timeline(long id, int after, int limit) {
    return entities
        .createQuery(
            "select c from Chronicle c where c.id.incidentId = :id and c.id.ordinal > :after order by c.id.ordinal",
            Chronicle.class)
        .setParameter("id", id)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  @Nullable
  AnsweredReport answered(String senderKey) {
    return entities.find(AnsweredReport.class, senderKey);
  }

  void remember(AnsweredReport report) {
    entities.persist(report);
  }

  void forgetAnswersBefore(Instant age) {
    entities
        .createQuery("delete from AnsweredReport r where r.receivedAt < :age")
        .setParameter("age", age)
        .executeUpdate();
  }
}
