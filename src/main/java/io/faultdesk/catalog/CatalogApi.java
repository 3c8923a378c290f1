package io.faultdesk.catalog;

import io.faultdesk.shared.Page;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the watched services over HTTP. */
@RestController
class CatalogApi {

  private final Catalog catalog;

  CatalogApi(Catalog catalog) {
    this.catalog = catalog;
  }

  @GetMapping("/api/v1/services")
  Page<ServiceInfo> services() {
    return new Page<>(List.copyOf(catalog.services()), null);
  }
}
