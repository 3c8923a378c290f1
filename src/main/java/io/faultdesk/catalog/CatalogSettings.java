package io.faultdesk.catalog;

import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The block {@code faultdesk.catalog}: services and indicators. They are lists, because names may hold dots, which keys of settings may not. */
@Validated
@ConfigurationProperties(prefix = "faultdesk.catalog", ignoreUnknownFields = false)
record CatalogSettings(
    @DefaultValue List<@Valid Service> services,
    @DefaultValue List<@Valid Indicator> indicators,
    @NotEmpty @DefaultValue("1m,5m,1h") List<Duration> windows) {

  /** One declared service. */
  record Service(
      @NotBlank @Size(max = ServiceName.MAX_LENGTH) String name, @Nullable String team,
      @DefaultValue("medium") Level criticality, @DefaultValue Set<String> calls,
      @NotBlank @Size(max = 100) @DefaultValue(ServiceInfo.COMMON_FAMILY) String family) {}

  /**
   * One declared indicator; without windows of its own it has the common ones.
   *
   * @param limit the value from which on it is exhausted, on the side that is bad
   */
  record Indicator(
      @NotBlank @Size(max = 200) String name,
      @DefaultValue("") String unit,
      @Nullable Family family,
      @DefaultValue("high") IndicatorInfo.Bad bad,
      @DefaultValue("gauge") IndicatorInfo.Kind kind,
      @DefaultValue("leave") IndicatorInfo.Missing missing,
      @DefaultValue List<Duration> windows,
      @Nullable Double limit) {

    Indicator {
      if (limit != null) {
        require(Double.isFinite(limit), name, "is no finite number");
        require(bad != IndicatorInfo.Bad.BOTH, name, "needs bad: high, to be reached from below, or bad: low");
        require(kind != IndicatorInfo.Kind.COUNTER, name, "needs a gauge, since a counter begins anew with its sender");
      }
    }

    private static void require(boolean met, String name, String reason) {
      if (!met) {
        throw new IllegalArgumentException("faultdesk.catalog.indicators: the limit of " + name + " " + reason);
      }
    }
  }
}
