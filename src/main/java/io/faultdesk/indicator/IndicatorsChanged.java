package io.faultdesk.indicator;

import io.faultdesk.shared.ServiceName;
import java.util.Set;

/** New samples are in the windows of these services. */
public record IndicatorsChanged(Set<ServiceName> services) {

  public IndicatorsChanged {
    services = Set.copyOf(services);
  }
}
