package io.faultdesk.incident;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person or the service desk reports.
 *
 * @param title one line of at most 200 characters
 * @param dedupKey joins the open incident of that key; without one every report is an incident of its own
 * @param customers ids of the customers who are affected
 * @param occurredAt when the fault was seen, at most five minutes ahead; null means now
 */
public record NewReport(
    @NotBlank(message = "is required") @Pattern(regexp = ONE_LINE,
        message = "must be one line of at most 200 characters") String title,
    @Nullable ServiceName service,
    @Nullable Category category,
    @Nullable @Size(max = 20_000, message = "must have at most 20000 characters") String description,
    @Nullable Level impact,
    @Nullable Level urgency,
    @Nullable @Size(min = 1, max = 300, message = "must have 1 to 300 characters") String dedupKey,
    @Size(max = 1000,
        message = "must be at most 1000") List<@NotBlank(message = "must not be blank") @Size(max = 200,
            message = "must have at most 200 characters") String> customers,
    @Nullable Instant occurredAt,
    @Size(max = 100, message = "must be at most 100") Map<@Size(max = 200) String,
        @NotNull(message = "must be a text") @Size(max = 2000) String> labels) {

  private static final String ONE_LINE = "\\P{Cntrl}{0,200}";

  public NewReport {
    customers = customers == null ? List.of() : Collections.unmodifiableList(customers);
    labels = labels == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
