package io.faultdesk.prediction;

import static java.util.Comparator.comparing;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.IndicatorInfo.Bad;
import io.faultdesk.indicator.HistoryPoint;
import io.faultdesk.indicator.IndicatorBoard;
import io.faultdesk.indicator.SeriesKey;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** When indicators with a declared limit will reach it, computed every few minutes from their stored history. Thread-safe. */
@Component
public class Trends {

  private static final Logger log = LoggerFactory.getLogger(Trends.class);

  /** What is usual is read in coarse steps, and again only after a while: it is long, and changes slowly. */
  private static final Duration PAST_STEP = Duration.ofMinutes(30);
  private static final Duration PAST_KEPT = Duration.ofHours(1);
  /** After so many failed rounds what was found is too old to be told. */
  private static final int ROUNDS_KEPT = 5;

  private final Catalog catalog;
  private final IndicatorBoard board;
  private final PredictionSettings settings;
  private final Clock clock;
  private Map<SeriesKey, Past> pasts = new HashMap<>();
  private boolean tooMany;
  private volatile Round round = new Round(Instant.EPOCH, Map.of());

  Trends(Catalog catalog, IndicatorBoard board, PredictionSettings settings, Clock clock) {
    this.catalog = catalog;
    this.board = board;
    this.settings = settings;
    this.clock = clock;
  }

  /** What the last round found of that service, by indicator; those without a trend are left out. Immutable and cheap. */
  public List<Trend> of(ServiceName service) {
    return round.of(service);
  }

  /**
   * The trend that an indicator had at that moment, from nothing but these points, as a replay wants it.
   *
   * @param points the steps of its history before that moment, oldest first; those older than the span may be coarser
   */
  public Optional<Trend> at(ServiceName service, IndicatorInfo indicator, List<HistoryPoint> points, Instant moment) {
    Double limit = indicator.limit();
    if (limit == null || points.isEmpty()) {
      return Optional.empty();
    }
    Curve curve = Curve.of(points, settings.trendStep(), moment);
    double span = settings.trendSpan().toSeconds();
    double horizon = settings.trendHorizon().toSeconds();
    return Approach.of(curve, limit, indicator.bad() == Bad.HIGH, span, horizon)
        .map(approach -> Trend.of(
            service,
            indicator.name(),
            indicator.unit(),
            points.getLast().last(),
            limit,
            approach.slope() * 3600,
            approach.seconds(),
            approach.earliest(),
            approach.latest()));
  }

  /** What the last round found, with its time. */
  Round round() {
    return round;
  }

  @Scheduled(
      initialDelayString = "PT10S",
      fixedDelayString = "${faultdesk.prediction.trend-every:2m}")
  synchronized void look() {
    Instant now = clock.instant();
    try {
      round = new Round(now, compute(now));
    } catch (RuntimeException e) {
      log.error("The history cannot be read, the trends stay as they were for a while: {}",
          NestedExceptionUtils.getMostSpecificCause(e).toString());
      if (round.at().isBefore(now.minus(settings.trendEvery().multipliedBy(ROUNDS_KEPT)))) {
        round = new Round(now, Map.of());
      }
    }
  }

  private Map<ServiceName, List<Trend>> compute(Instant now) {
    Map<String, IndicatorInfo> limited = catalog.indicators().stream()
        .filter(indicator -> indicator.limit() != null)
        .collect(toMap(IndicatorInfo::name, identity()));
    Map<SeriesKey, List<HistoryPoint>> moving = new LinkedHashMap<>();
    board.histories(series(limited), recent(now), settings.trendStep(), (key, points) -> {
      if (at(key, limited, points, now).isPresent()) {
        moving.put(key, points);
      }
    });
    lookBack(moving, now);
    return moving.entrySet().stream()
        .flatMap(each -> at(each.getKey(), limited, withPast(each.getKey(), each.getValue()), now).stream())
        .sorted(comparing(Trend::name))
        .collect(groupingBy(Trend::service, collectingAndThen(toList(), List::copyOf)));
  }

  private Optional<Trend> at(
      SeriesKey key, Map<String, IndicatorInfo> indicators, List<HistoryPoint> points, Instant now) {
    return Optional.ofNullable(indicators.get(key.indicator()))
        .flatMap(indicator -> at(key.service(), indicator, points, now));
  }

  private List<SeriesKey> series(Map<String, IndicatorInfo> limited) {
    List<SeriesKey> all = board.stored(limited.keySet());
    boolean more = all.size() > settings.trendSeries();
    if (more && !tooMany) {
      log.warn("{} indicators have a limit, of which {} get a trend (faultdesk.prediction.trend-series)", all.size(),
          settings.trendSeries());
    }
    tooMany = more;
    return more ? all.subList(0, settings.trendSeries()) : all;
  }

  /** Reads of those that move what they did in the days before, unless that is still known. */
  private void lookBack(Map<SeriesKey, List<HistoryPoint>> moving, Instant now) {
    Map<SeriesKey, Past> known = new HashMap<>(pasts);
    known.keySet().retainAll(moving.keySet());
    known.values().removeIf(past -> past.read().isBefore(now.minus(PAST_KEPT)));
    List<SeriesKey> unknown = moving.keySet().stream().filter(key -> !known.containsKey(key)).toList();
    TimeRange days = new TimeRange(recent(now).to().minus(settings.trendPast()), recent(now).to());
    board.histories(unknown, days, PAST_STEP, (key, points) -> known.put(key, new Past(now, points)));
    pasts = known;
  }

  private List<HistoryPoint> withPast(SeriesKey key, List<HistoryPoint> recent) {
    Instant start = recent.getFirst().time();
    Past past = pasts.getOrDefault(key, new Past(start, List.of()));
    List<HistoryPoint> points = new ArrayList<>();
    past.points().stream().filter(point -> !point.time().plus(PAST_STEP).isAfter(start)).forEach(points::add);
    points.addAll(recent);
    return points;
  }

  /** The steps of the span that are over: the minute that is running is not whole. */
  private TimeRange recent(Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.MINUTES);
    Duration step = settings.trendStep();
    return new TimeRange(end.minus(step.multipliedBy(settings.trendSpan().dividedBy(step))), end);
  }

  /** What one round found and when. */
  record Round(Instant at, Map<ServiceName, List<Trend>> trends) {

    List<Trend> of(ServiceName service) {
      return trends.getOrDefault(service, List.of());
    }
  }

  /** What an indicator did in the days before, and when that was read. */
  private record Past(Instant read, List<HistoryPoint> points) {}
}
