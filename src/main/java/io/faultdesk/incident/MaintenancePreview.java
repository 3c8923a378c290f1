package io.faultdesk.incident;

import io.faultdesk.incident.MaintenanceWindowView.Occasion;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a maintenance window would do that nobody has asked for yet.
 *
 * @param needsApproval whether it covers a critical service
 * @param undeclared those of its services that nobody declared, which may be misspelt
 * @param total how many of the findings that are open now it would keep quiet if they opened while it is open
 * @param findings some of these
 */
record MaintenancePreview(
    boolean needsApproval,
    List<Occasion> occurrences,
    List<ServiceName> undeclared,
    long total,
    List<Affected> findings) {

  /**
   * An open finding.
   *
   * @param incident null where something keeps it quiet already
   */
  record Affected(
      String service,
      String name,
      @Nullable Severity severity,
      Map<String, String> labels,
      Instant openedAt,
      @Nullable String incident) {}
}
