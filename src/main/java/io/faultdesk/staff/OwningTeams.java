package io.faultdesk.staff;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.ServiceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Warns at start of services whose owning team nobody declares: their tasks would lie with a group that has no members. */
@Component
class OwningTeams implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(OwningTeams.class);

  private final Catalog catalog;
  private final Roster roster;

  OwningTeams(Catalog catalog, Roster roster) {
    this.catalog = catalog;
    this.roster = roster;
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (ServiceInfo service : catalog.services()) {
      String team = service.team();
      if (team != null && roster.team(team).isEmpty()) {
        log.warn("faultdesk.catalog.services: {} belongs to team {}, which faultdesk.staff.teams does not declare",
            service.name().value(), team);
      }
    }
  }
}
