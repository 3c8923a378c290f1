package io.faultdesk.notification;

import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows over HTTP which notices were written and how each attempt to deliver them went. */
@RestController
class DeliveryApi {

  private final StoredNotices notices;

  DeliveryApi(StoredNotices notices) {
    this.notices = notices;
  }

  @Operation(summary = "Lists the notices and the attempts to deliver them, the newest first")
  @GetMapping("/api/v1/deliveries")
  Page<StoredNotices.Sent> deliveries(
      @RequestParam(required = false) @Nullable String incident,
      @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable Long cursor) {
    return notices.page(incident, limit, cursor == null ? Long.MAX_VALUE : cursor);
  }
}
