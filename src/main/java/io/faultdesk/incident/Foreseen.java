package io.faultdesk.incident;

import io.faultdesk.incident.Suppression.Collected;
import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Takes a forecast into the open incident of its service: that of a fault, which it does not make any worse, or that of an
 * earlier forecast. A fault that comes takes over what foresaw it.
 */
@Component
class Foreseen implements SuppressionStage {

  private final Incidents incidents;

  Foreseen(Incidents incidents) {
    this.incidents = incidents;
  }

  /** The dedup key of the one incident that all forecasts of the service share. */
  static String key(String service) {
    return "forecast/" + service;
  }

  @Override
  public Optional<Suppression> suppress(NewFinding forecast, Situation situation) {
    ServiceName service = forecast.service();
    return situation.faultOn(service)
        .<Suppression>map(fault -> new Collected(
            Stage.FORECAST, "foreseen while " + new IncidentNumber(fault) + " is open on " + service, fault))
        .or(() -> situation.openIncident(key(service.value()))
            .map(earlier -> new Collected(Stage.GROUPING, "a fault of " + service + " is foreseen already", earlier)));
  }

  /** A fault of the service has been taken into that incident: where it was foreseen, its process hears of it. */
  void comeTrue(ServiceName service, Incident fault) {
    incidents.openIncident(key(service.value())).ifPresent(forecast -> comeTrue(forecast, fault));
  }

  /** The same of a forecast whose incident is known. */
  void comeTrue(long forecast, Incident fault) {
    Incident foretold = incidents.hold(forecast);
    if (foretold.isOpen() && foretold.id() != fault.id()) {
      foretold.comeTrue(fault);
      incidents.save(foretold);
    }
  }

  /**
   * Of these held incidents, in which nothing is open any more, lets those come true of whose service a fault is open all the
   * same, because forecast and fault came at one moment and did not see each other.
   *
   * @return the others
   */
  List<Incident> settle(List<Incident> calm) {
    List<String> services =
        calm.stream().filter(Incident::isForeseen).flatMap(forecast -> forecast.serviceName().stream())
            .map(ServiceName::value).toList();
    Map<String, Long> faults = services.isEmpty() ? Map.of() : incidents.faultsOn(services);
    return calm.stream().filter(incident -> !cameTrue(incident, faults)).toList();
  }

  private boolean cameTrue(Incident incident, Map<String, Long> faults) {
    Optional<Incident> fault = incident.serviceName()
        .filter(any -> incident.isForeseen())
        .map(service -> faults.get(service.value()))
        .map(incidents::hold)
        .filter(Incident::isOpen);
    fault.ifPresent(open -> comeTrue(incident.id(), open));
    return fault.isPresent();
  }
}
