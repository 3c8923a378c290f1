package io.faultdesk.prediction;

import io.faultdesk.shared.ServiceName;
import java.util.Set;

/** A fault of these services is expected that was not, or is not expected any more. */
public record ForecastsChanged(Set<ServiceName> services) {

  public ForecastsChanged {
    services = Set.copyOf(services);
  }
}
