package io.faultdesk.catalog;

import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the watched services over HTTP. */
@RestController
class CatalogApi {

  private final Catalog catalog;

  CatalogApi(Catalog catalog) {
    this.catalog = catalog;
  }

  @Operation(summary = "Lists the services, declared or only heard of")
  @GetMapping("/api/v1/services")
  Page<ServiceInfo> services(
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return Page.of(catalog.services(), service -> service.name().value(), cursor, limit);
  }
}
