package io.faultdesk.signal;

import io.faultdesk.shared.Credential;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How much each token or user may post, so that one that runs wild leaves room for the others: requests, because each costs a
 * commit, and unpacked bytes, because they are what reading and storing costs in every format, and are known while nothing is
 * stored yet. A body is never cut for it: what it was too much is owed by the requests that follow.
 *
 * <p>Shown in the fields {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-09, which, other
 * than the common {@code X-RateLimit} ones, can name two quotas and say what they count; as they are before the body is read.
 */
@Component
class SenderLimits {

  /** The senders remembered. Whoever wants to be forgotten needs as many tokens, and administrators make those. */
  static final int CAPACITY = 10_000;

  private static final Logger log = LoggerFactory.getLogger(SenderLimits.class);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);

  private final SignalSettings.Rate rate;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Sender> senders =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sender> eldest) {
          return size() > CAPACITY;
        }
      };

  SenderLimits(SignalSettings settings, Clock clock, MeterRegistry meters) {
    rate = settings.rate();
    this.clock = clock;
    this.meters = meters;
  }

  /** Counts the request and tells whether it may be read. */
  Pass admit(HttpServletRequest request) {
    Pass pass = remembered(name(request)).admit();
    if (pass.refused()) {
      meters.counter("faultdesk.signal.limited").increment();
    }
    return pass;
  }

  synchronized int remembered() {
    return senders.size();
  }

  private synchronized Sender remembered(String name) {
    return senders.computeIfAbsent(name, Sender::new);
  }

  private static String name(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    return principal instanceof Credential known ? known.credential() : sender(request);
  }

  /** What people call this sender. */
  static String sender(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    if (principal == null) {
      return "address " + request.getRemoteAddr();
    }
    return principal instanceof Credential known ? known.sender() : principal.getName();
  }

  /** What one sender has left. */
  private final class Sender {

    private final String name;
    private final Map<String, Quota> quotas = new TreeMap<>();
    private Instant logged = Instant.MIN;

    Sender(String name) {
      this.name = name;
      if (rate.requests() > 0) {
        quotas.put("requests", new Quota(rate.requests(), rate.burst(), clock.instant()));
      }
      if (rate.bytes().toBytes() > 0) {
        quotas.put("content-bytes", new Quota(rate.bytes().toBytes(), rate.burst(), clock.instant()));
      }
    }

    synchronized Pass admit() {
      Instant now = clock.instant();
      Duration wait =
          quotas.values().stream().map(quota -> quota.untilOne(now)).max(Duration::compareTo).orElse(Duration.ZERO);
      if (wait.isZero()) {
        take("requests", 1);
      } else if (logged.isBefore(now.minus(LOG_EVERY))) {
        logged = now;
        log.warn("The {} posts more than faultdesk.signal.rate allows and is asked to wait.", name);
      }
      return new Pass(this, wait, policy(), state(now));
    }

    synchronized void take(String unit, long count) {
      Quota quota = quotas.get(unit);
      if (quota != null) {
        quota.take(count, clock.instant());
      }
    }

    private String policy() {
      return quotas.entrySet().stream()
          .map(quota -> "\"%1$s\";q=%2$d;w=%3$d;qu=\"%1$s\""
              .formatted(quota.getKey(), quota.getValue().size(), rate.burst().toSeconds()))
          .collect(Collectors.joining(", "));
    }

    private String state(Instant now) {
      return quotas.entrySet().stream()
          .map(quota -> "\"%s\";r=%d;t=%d".formatted(
              quota.getKey(), quota.getValue().left(now), wholeSeconds(quota.getValue().untilFull(now))))
          .collect(Collectors.joining(", "));
    }
  }

  /** Whether one request may be read, and what its sender is told of that. */
  static final class Pass {

    private final Sender sender;
    private final Duration wait;
    private final String policy;
    private final String state;

    private Pass(Sender sender, Duration wait, String policy, String state) {
      this.sender = sender;
      this.wait = wait;
      this.policy = policy;
      this.state = state;
    }

    boolean refused() {
      return !wait.isZero();
    }

    /** @throws IntakeBusy where the sender has posted too much */
    void require() {
      if (refused()) {
        throw new IntakeBusy("more was posted than this token or user may, try again later", wait);
      }
    }

    void read(long bytes) {
      sender.take("content-bytes", bytes);
    }

    void show(HttpServletResponse response) {
      if (!policy.isEmpty()) {
        response.setHeader("RateLimit-Policy", policy);
        response.setHeader("RateLimit", state);
      }
    }
  }

  private static long wholeSeconds(Duration time) {
    return time.plusMillis(999).toSeconds();
  }
}
