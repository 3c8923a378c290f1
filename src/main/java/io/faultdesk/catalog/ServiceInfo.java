package io.faultdesk.catalog;

import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one service; a service that nobody declared has medium criticality, no team, no calls and the common
 * family.
 *
 * @param calls the callees of this service
 * @param family the part of the platform that it belongs to: services that tend to fail together
 */
public record ServiceInfo(
    ServiceName name, @Nullable String team, Level criticality, Set<ServiceName> calls, String family,
    boolean declared) {

  /** The family of services for which none was declared. */
  public static final String COMMON_FAMILY = "platform";

  public ServiceInfo {
    calls = Set.copyOf(calls);
  }
}
