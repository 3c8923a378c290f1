package io.faultdesk.incident;

import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.ServiceName;
import java.util.List;
import java.util.Map;

/** What a maintenance window covers and when, having been checked. */
record MaintenancePlan(
    String title, List<ServiceName> services, List<LabelMatcher> matchers, Schedule schedule, String reason) {

  MaintenancePlan {
    services = List.copyOf(services);
    matchers = List.copyOf(matchers);
  }

  /** Whether findings on that service with these labels are expected while it is open. */
  boolean covers(NewFinding finding) {
    return services.contains(finding.service()) && matches(finding.labels());
  }

  /** Whether the labels of a finding on one of its services are among those meant. */
  boolean matches(Map<String, String> labels) {
    return LabelMatcher.all(matchers, labels);
  }
}
