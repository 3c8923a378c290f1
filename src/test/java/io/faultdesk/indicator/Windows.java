package io.faultdesk.indicator;

import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.catalog.IndicatorInfo.Bad;
import io.faultdesk.catalog.IndicatorInfo.Kind;
import io.faultdesk.catalog.IndicatorInfo.Missing;
import io.faultdesk.shared.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Windows to try out, and a few words to do so in short sentences. */
final class Windows {

  static final long T = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  static final ServiceName ORDERS = ServiceName.of("orders");

  private Windows() {}

  static IndicatorInfo info(Kind kind, Missing missing, String... windows) {
    List<Duration> lengths = List.of(windows).stream().map(text -> Duration.parse("PT" + text)).toList();
    return new IndicatorInfo("latency", "ms", null, Bad.HIGH, kind, missing, lengths);
  }

  static IndicatorWindows gauge() {
    return of(Kind.GAUGE, Missing.LEAVE);
  }

  static IndicatorWindows of(Kind kind, Missing missing) {
    return new IndicatorWindows(ORDERS, info(kind, missing, "1m", "5m", "1h"), 4096);
  }

  /** One sample every ten seconds from {@link #T} on. */
  static void feed(IndicatorWindows windows, double... values) {
    for (int i = 0; i < values.length; i++) {
      windows.add(T + i * 10_000L, values[i], T + i * 10_000L);
    }
  }

  static Indicator after(IndicatorWindows windows, double seconds) {
    return windows.at(Instant.ofEpochMilli(T + Math.round(seconds * 1000)));
  }
}
