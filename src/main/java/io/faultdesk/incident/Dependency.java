package io.faultdesk.incident;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.incident.Suppression.Collected;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.ServiceName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Takes a finding of a service into the incident that one of its callees has for the same kind of fault: one page, not
 * thirteen. That a callee's own finding was taken into another incident makes no difference, so the way may be longer than the
 * calls that are looked at.
 */
@Component
class Dependency implements SuppressionStage {

  /** A platform that is slow and one that is down are the same kind of fault, seen from its callers. */
  private static final Set<Category> HEALTH = Set.of(Category.PERFORMANCE, Category.AVAILABILITY);

  private final Incidents incidents;
  private final Catalog catalog;
  private final QuietSettings.Dependency settings;

  Dependency(Incidents incidents, Catalog catalog, IncidentSettings settings) {
    this.incidents = incidents;
    this.catalog = catalog;
    this.settings = settings.quiet().dependency();
  }

  @Override
  public Optional<Suppression> suppress(NewFinding finding, Situation situation) {
    List<String> callees = settings.enabled() ? callees(finding.service()) : List.of();
    if (callees.isEmpty()) {
      return Optional.empty();
    }
    Category category = finding.category();
    Set<Category> kind = HEALTH.contains(category) ? HEALTH : Set.of(category);
    return incidents
        .openFindingOf(callees, kind, situation.now().minus(settings.within()))
        .or(() -> situation.joinedOn(callees, kind))
        .map(callee -> new Collected(
            Stage.DEPENDENCY,
            "%s depends on %s, where %s is open".formatted(finding.service(), callee.service(), callee.name()),
            callee.incident()));
  }

  /** The services that it calls, directly or through others, without itself. */
  private List<String> callees(ServiceName service) {
    Set<ServiceName> found = new LinkedHashSet<>(Set.of(service));
    List<ServiceName> edge = List.of(service);
    for (int hop = 0; hop < settings.hops() && !edge.isEmpty(); hop++) {
      List<ServiceName> next = new ArrayList<>();
      edge.forEach(caller -> catalog.service(caller).calls().stream().filter(found::add).forEach(next::add));
      edge = next;
    }
    found.remove(service);
    return found.stream().map(ServiceName::value).toList();
  }
}
