package io.faultdesk.incident;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.incident.MaintenancePreview.Affected;
import io.faultdesk.incident.MaintenanceWindowView.Occasion;
import io.faultdesk.incident.MaintenanceWindowView.State;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.Page;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where maintenance windows are proposed, decided on and called off. One that covers a critical service counts only once it is
 * approved. A transition that the state forbids is a {@link TransitionForbidden}, an unknown number an {@link
 * UnknownMaintenanceWindow}. Each call runs in the caller's transaction or, where there is none, in its own.
 */
@Component
@Transactional
public class MaintenanceDesk {

  /** How many occurrences are shown of one window. */
  private static final int SHOWN = 10;

  private static final int SHOWN_IN_LIST = 1;
  private static final int SHOWN_FINDINGS = 100;
  private static final int MAX_LOOKED_AT = 10_000;
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);

  private final MaintenanceWindows windows;
  private final Maintenance maintenance;
  private final MutedFindings muted;
  private final Incidents incidents;
  private final Catalog catalog;
  private final MaintenanceSettings settings;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  MaintenanceDesk(
      MaintenanceWindows windows,
      Maintenance maintenance,
      MutedFindings muted,
      Incidents incidents,
      Catalog catalog,
      IncidentSettings settings,
      ApplicationEventPublisher events,
      Clock clock) {
    this.windows = windows;
    this.maintenance = maintenance;
    this.muted = muted;
    this.incidents = incidents;
    this.catalog = catalog;
    this.settings = settings.quiet().maintenance();
    this.events = events;
    this.clock = clock;
  }

  MaintenanceWindowView propose(NewMaintenanceWindow asked, String by) {
    Instant now = now();
    MaintenancePlan plan = asked.checked(settings, now);
    if (windows.count(now) >= settings.maxWindows()) {
      throw InvalidRequest.tooMany(
          "There are " + settings.maxWindows() + " maintenance windows to come already, and no more are kept.");
    }
    List<ServiceInfo> critical = critical(plan);
    Instant firstStart = plan.schedule().endingAfter(now, 1).getFirst().from();
    if (!critical.isEmpty() && !firstStart.isAfter(now)) {
      throw InvalidRequest.body("/start", "must lie ahead: " + critical.getFirst().name()
          + " is critical, and somebody has to approve the window before it starts");
    }
    MaintenanceWindow added = new MaintenanceWindow(plan, asked.recurrence(), by, !critical.isEmpty(), now);
    windows.add(added);
    maintenance.follow(added);
    if (!critical.isEmpty()) {
      events.publishEvent(proposed(added, plan, critical, firstStart, now));
    }
    return added.view(now, SHOWN);
  }

  private static MaintenanceProposed proposed(
      MaintenanceWindow added, MaintenancePlan plan, List<ServiceInfo> critical, Instant firstStart, Instant now) {
    return new MaintenanceProposed(
        added.number(),
        plan.title(),
        plan.services().stream().map(ServiceName::value).collect(Collectors.joining(", ")),
        plan.matchers().isEmpty()
            ? null
            : plan.matchers().stream().map(LabelMatcher::toString).collect(Collectors.joining(", ")),
        critical.stream().map(ServiceInfo::team).filter(Objects::nonNull).distinct().toList(),
        when(plan.schedule(), now),
        plan.reason(),
        added.owner(),
        firstStart);
  }

  private static String when(Schedule schedule, Instant now) {
    ZoneId zone = schedule.zone();
    List<TimeRange> next = schedule.endingAfter(now, SHOWN + 1);
    String lines = next.stream()
        .limit(SHOWN)
        .map(range -> LOCAL.format(range.from().atZone(zone)) + " – " + LOCAL.format(range.to().atZone(zone)))
        .collect(Collectors.joining("\n"));
    return lines + (next.size() > SHOWN ? "\n…" : "") + "\n(" + zone + ")";
  }

  /** A person approves or rejects what was proposed. */
  public void decide(String number, boolean approved, String by, String comment) {
    change(number, held -> {
      if (approved) {
        held.approve(by, comment, now());
      } else {
        held.reject(by, comment, now());
      }
    });
  }

  /** The first start has come, and nobody has decided; nothing happens where somebody has. */
  public void expire(String number, String by) {
    change(number, held -> {
      if (held.isProposed()) {
        held.expire(by, "Nobody approved it before it was to start.", now());
      }
    });
  }

  /** It can no longer be decided on, because its process was deleted; nothing happens where it was decided before. */
  public void abandon(String number, String by) {
    change(number, held -> {
      if (held.isProposed()) {
        held.cancel(by, "The process of its approval was deleted.", now());
      }
    });
  }

  /** It is called off; what it keeps quiet is judged again at once. */
  void cancel(String number, String by) {
    change(number, held -> {
      boolean undecided = held.isProposed();
      held.cancel(by, "", now());
      if (undecided) {
        events.publishEvent(new MaintenanceWithdrawn(number, by));
      }
    });
  }

  /** What is open of it now is over; what it keeps quiet is judged again at once. */
  void end(String number) {
    change(number, held -> held.cut(now()));
  }

  private void change(String number, Consumer<MaintenanceWindow> transition) {
    MaintenanceWindow held = windows.hold(number);
    transition.accept(held);
    maintenance.follow(held);
    muted.causeEnded(Maintenance.cause(held), now());
  }

  @Transactional(readOnly = true)
  MaintenanceWindowView get(String number) {
    return windows.get(number).view(now(), SHOWN);
  }

  /** A page of the windows in that state, or in any, the newest first. */
  @Transactional(readOnly = true)
  Page<MaintenanceWindowView> list(@Nullable State state, @Nullable String cursor, int limit) {
    InvalidRequest.requireLimit(limit);
    List<MaintenanceWindow> found = windows.page(state, before(cursor), limit + 1);
    Instant now = now();
    return new Page<>(
        found.stream().limit(limit).map(one -> one.view(now, SHOWN_IN_LIST)).toList(),
        found.size() <= limit ? null : found.get(limit - 1).number());
  }

  private static long before(@Nullable String cursor) {
    return cursor == null
        ? Long.MAX_VALUE
        : WindowNumber.parse(cursor).orElseThrow(InvalidRequest::badCursor).id();
  }

  /** What a window would do, without making it. */
  @Transactional(readOnly = true)
  MaintenancePreview preview(NewMaintenanceWindow asked) {
    Instant now = now();
    MaintenancePlan plan = asked.checked(settings, now);
    Schedule schedule = plan.schedule();
    List<Affected> affected = affected(plan);
    return new MaintenancePreview(
        !critical(plan).isEmpty(),
        schedule.endingAfter(now, SHOWN).stream().map(range -> Occasion.of(range, schedule.zone())).toList(),
        plan.services().stream().filter(service -> !catalog.service(service).declared()).toList(),
        affected.size(),
        affected.stream().limit(SHOWN_FINDINGS).toList());
  }

  private List<Affected> affected(MaintenancePlan plan) {
    List<String> services = plan.services().stream().map(ServiceName::value).toList();
    Stream<Affected> inIncidents =
        incidents.openOn(services, MAX_LOOKED_AT).entrySet().stream()
            .map(entry -> entry.getKey().affected(entry.getValue()));
    Stream<Affected> quiet = muted.openOn(services, MAX_LOOKED_AT).stream().map(MutedFinding::affected);
    return Stream.concat(inIncidents, quiet).filter(one -> plan.matches(one.labels())).toList();
  }

  private List<ServiceInfo> critical(MaintenancePlan plan) {
    return plan.services().stream()
        .map(catalog::service)
        .filter(service -> service.criticality() == Level.HIGH)
        .toList();
  }

  /** In milliseconds, so that events say what the database keeps. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
