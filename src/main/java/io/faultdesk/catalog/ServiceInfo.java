package io.faultdesk.catalog;

import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one service; a service that nobody declared has medium criticality, no team, no calls and the family
 * of its like.
 *
 * @param name the service
 * @param team the owning team, null where none is declared
 * @param criticality how much depends on it
 * @param calls the callees of this service
 * @param family the part of the platform that it belongs to: services that tend to fail together
 * @param declared whether {@code faultdesk.yaml} declares it
 */
public record ServiceInfo(
    ServiceName name, @Nullable String team, Level criticality, Set<ServiceName> calls, String family,
    boolean declared) {

  /** The family of services that nobody declared, whose storms are no storms of the platform. */
  public static final String UNDECLARED_FAMILY = "undeclared services";

  /** The family of declared services for which none was named. */
  public static final String COMMON_FAMILY = "platform";

  public ServiceInfo {
    calls = Set.copyOf(calls);
  }
}
