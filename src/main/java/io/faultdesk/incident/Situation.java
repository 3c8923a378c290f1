package io.faultdesk.incident;

import io.faultdesk.incident.FlapCurve.Spell;
import io.faultdesk.incident.Incidents.Callee;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of some findings when they are judged together: read at once, because a question to the database for each of
 * thousands would take longer than all the rest. Keys are digests.
 *
 * @param openIncidents the open incidents of their dedup keys
 * @param flapping those of them that flap
 * @param spells when each was open lately
 * @param faults the open incidents of faults of the services of which something is foreseen, by service
 * @param joined the first finding of each service that became part of an open incident meanwhile, which the database does not
 *     show yet
 */
record Situation(
    Instant now,
    Map<String, Long> openIncidents,
    Map<String, FlappingFinding> flapping,
    Map<String, List<Spell>> spells,
    Map<String, Long> faults,
    Map<String, Joined> joined) {

  Situation {
    openIncidents = new HashMap<>(openIncidents);
    joined = new HashMap<>(joined);
  }

  Situation(
      Instant now,
      Map<String, Long> openIncidents,
      Map<String, FlappingFinding> flapping,
      Map<String, List<Spell>> spells,
      Map<String, Long> faults) {
    this(now, openIncidents, flapping, spells, faults, Map.of());
  }

  /** A finding of a service and the incident that it became part of. */
  record Joined(Category category, Callee callee) {}

  /** The finding became part of that incident. */
  void joined(NewFinding finding, Incident incident) {
    String service = finding.service().value();
    joined.putIfAbsent(
        service, new Joined(incident.category(), new Callee(incident.home(), service, finding.name())));
  }

  /** A finding of one of these services that became part of an incident of one of these categories meanwhile. */
  Optional<Callee> joinedOn(List<String> services, Set<Category> categories) {
    return services.stream()
        .map(joined::get)
        .filter(one -> one != null && categories.contains(one.category()))
        .map(Joined::callee)
        .findFirst();
  }

  /** The open incident of a fault of that service. */
  Optional<Long> faultOn(ServiceName service) {
    return Optional.ofNullable(faults.get(service.value()))
        .or(() -> Optional.ofNullable(joined.get(service.value())).map(one -> one.callee().incident()));
  }

  /** The open incident of that dedup key. */
  Optional<Long> openIncident(String dedupKey) {
    return Optional.ofNullable(openIncidents.get(Digest.of(dedupKey)));
  }

  /** An incident was opened meanwhile. */
  void opened(@Nullable String dedupKey, long incident) {
    if (dedupKey != null) {
      openIncidents.put(Digest.of(dedupKey), incident);
    }
  }

  /** What is known of a finding that flaps. */
  Optional<FlappingFinding> flapping(NewFinding finding) {
    return Optional.ofNullable(flapping.get(Digest.of(finding.key())));
  }

  /** When the finding was open lately, this time left out. */
  List<Spell> spells(NewFinding finding) {
    return spells.getOrDefault(Digest.of(finding.key()), List.of());
  }
}
