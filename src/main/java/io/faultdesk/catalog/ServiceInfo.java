package io.faultdesk.catalog;

import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one service; a service that nobody declared has medium criticality, no team and no calls.
 *
 * @param calls the callees of this service
 */
public record ServiceInfo(
    ServiceName name, @Nullable String team, Level criticality, Set<ServiceName> calls, boolean declared) {

  public ServiceInfo {
    calls = Set.copyOf(calls);
  }
}
