package io.faultdesk.catalog;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.faultdesk.catalog.IndicatorInfo.Bad;
import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.catalog.IndicatorInfo.Missing;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.stereotype.Component;

/** The services and indicators of the watched platform, declared or merely heard of. */
@Component
public class Catalog {

  private static final Logger log = LoggerFactory.getLogger(Catalog.class);

  /** How many services nobody declared are kept in mind; a further one is served but not listed. */
  static final int MAX_UNDECLARED = 10_000;

  private final Map<ServiceName, ServiceInfo> declared;
  private final Map<String, IndicatorInfo> indicators;
  private final List<Duration> windows;
  private final ConcurrentMap<ServiceName, ServiceInfo> undeclared = new ConcurrentHashMap<>();

  Catalog(CatalogSettings settings) {
    windows = ascending(settings.windows());
    declared = byName("services", settings.services().stream().map(Catalog::service).toList(), ServiceInfo::name);
    indicators =
        byName("indicators", settings.indicators().stream().map(this::indicator).toList(), IndicatorInfo::name);
    declared.values().forEach(this::warnOfUndeclaredCalls);
  }

  /** What that {@code faultdesk.yaml} declares, read without starting the server; what is wrong in it is an exception. */
  public static Catalog of(Path file) throws IOException {
    List<PropertySource<?>> sources =
        new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file));
    Binder binder = new Binder(ConfigurationPropertySources.from(sources));
    return new Catalog(binder.bindOrCreate("faultdesk.catalog", CatalogSettings.class));
  }

  /** What is known of that service, whether it was declared or not. */
  public ServiceInfo service(ServiceName name) {
    ServiceInfo info = declared.get(name);
    return info != null ? info : undeclared(name);
  }

  /** Remembers that a signal named this service, so that it is listed even though nobody declared it. */
  public void heardOf(ServiceName name) {
    if (!declared.containsKey(name) && undeclared.size() < MAX_UNDECLARED) {
      undeclared.computeIfAbsent(name, Catalog::undeclared);
    }
  }

  /** Whether that service is declared or was heard of since the start. */
  public boolean knows(ServiceName name) {
    return declared.containsKey(name) || undeclared.containsKey(name);
  }

  /** The service that is declared or was heard of under that name; nothing where there is none, or it is no name at all. */
  public Optional<ServiceName> find(String name) {
    try {
      return Optional.of(ServiceName.of(name)).filter(this::knows);
    } catch (IllegalArgumentException notAName) {
      return Optional.empty();
    }
  }

  /** Every service declared or heard of since the start, by name. */
  public Collection<ServiceInfo> services() {
    TreeMap<ServiceName, ServiceInfo> all = new TreeMap<>(undeclared);
    all.putAll(declared);
    return List.copyOf(all.values());
  }

  /** What is declared of the indicators of that name; an undeclared one is a gauge with the common windows. */
  public IndicatorInfo indicator(String name) {
    IndicatorInfo info = indicators.get(name);
    return info != null
        ? info
        : new IndicatorInfo(name, "", null, Bad.HIGH, Kind.GAUGE, Missing.LEAVE, windows);
  }

  /** Every declared indicator. */
  public Collection<IndicatorInfo> indicators() {
    return indicators.values();
  }

  private void warnOfUndeclaredCalls(ServiceInfo caller) {
    List<String> strangers =
        caller.calls().stream().filter(not(declared::containsKey)).map(ServiceName::value).sorted().toList();
    if (!strangers.isEmpty()) {
      log.warn("faultdesk.catalog.services: {} calls {}, which nobody declares", caller.name().value(),
          String.join(", ", strangers));
    }
  }

  private static ServiceInfo service(CatalogSettings.Service service) {
    Set<ServiceName> calls = service.calls().stream().map(ServiceName::of).collect(toUnmodifiableSet());
    return new ServiceInfo(
        ServiceName.of(service.name()), service.team(), service.criticality(), calls, service.family(), true);
  }

  private IndicatorInfo indicator(CatalogSettings.Indicator indicator) {
    List<Duration> own = indicator.windows().isEmpty() ? windows : ascending(indicator.windows());
    return new IndicatorInfo(
        indicator.name(),
        indicator.unit(),
        indicator.family(),
        indicator.bad(),
        indicator.kind(),
        indicator.missing(),
        own,
        indicator.limit());
  }

  private static <K, V> Map<K, V> byName(String key, List<V> all, Function<V, K> name) {
    return all.stream()
        .collect(
            toUnmodifiableMap(
                name,
                one -> one,
                (one, other) -> {
                  throw new IllegalArgumentException(
                      "faultdesk.catalog." + key + ": " + name.apply(one) + " is declared twice");
                }));
  }

  private static ServiceInfo undeclared(ServiceName name) {
    return new ServiceInfo(name, null, Level.MEDIUM, Set.of(), ServiceInfo.UNDECLARED_FAMILY, false);
  }

  private static List<Duration> ascending(List<Duration> windows) {
    return windows.stream().sorted().distinct().collect(Collectors.toUnmodifiableList());
  }
}
