package io.faultdesk.detection;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.NewFinding;
import io.faultdesk.incident.StandingSilences;
import io.faultdesk.shared.Digest;
import io.faultdesk.signal.Alert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The alerts that are open, with what keeps each of them quiet. They are handed over one by one and never gathered here; what
 * inhibits is asked of the desk for a portion at a time.
 */
@Component
class OpenAlerts {

  private static final int PORTION = 500;
  private static final String NAME = "alertname";

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int SEPARATOR = 0xff;

  private final Watch watch;
  private final IncidentDesk desk;

  OpenAlerts(Watch watch, IncidentDesk desk) {
    this.watch = watch;
    this.desk = desk;
  }

  /** Hands over those that are asked for. */
  void each(AlertQuery query, Instant now, Taker taker) throws IOException {
    StandingSilences silences = desk.silences();
    boolean anySilence = silences.anyAt(now);
    Map<String, Alert> sources = new HashMap<>();
    List<Alert> portion = new ArrayList<>();
    for (Iterator<Alert> open = watch.openAlerts().filter(query::wants).iterator(); open.hasNext();) {
      portion.add(open.next());
      if (portion.size() < PORTION && open.hasNext()) {
        continue;
      }
      Map<String, String> inhibited = desk.inhibited(portion.stream().map(OpenAlerts::key).toList());
      if (!inhibited.isEmpty() && sources.isEmpty()) {
        watch.openAlerts().forEach(alert -> sources.put(Digest.of(key(alert)), alert));
      }
      for (Alert alert : portion) {
        List<String> silencedBy = anySilence ? silences.muting(labels(alert), now) : List.of();
        String source = inhibited.get(key(alert));
        List<String> inhibitedBy = source == null ? List.of() : List.of(shown(source, sources.get(source)));
        OpenAlert shown = new OpenAlert(alert, silencedBy, inhibitedBy);
        if (query.wants(shown)) {
          taker.take(shown);
        }
      }
      portion.clear();
    }
  }

  /** The labels by which they are grouped: as the incidents are, or else by name. */
  Map<String, String> groupOf(OpenAlert open) {
    Map<String, String> labels = desk.groupLabels(labels(open.alert()));
    String name = open.alert().labels().get(NAME);
    return !labels.isEmpty() || name == null ? labels : Map.of(NAME, name);
  }

  /** What inhibits: its fingerprint where it is an alert, else the digest of its key. */
  private static String shown(String digest, @Nullable Alert alert) {
    return alert == null ? digest : fingerprint(alert);
  }

  private static String key(Alert alert) {
    return Detection.alertKey(alert.service(), alert.identity());
  }

  /** The labels by which the finding is silenced that the alert makes. */
  private static Map<String, String> labels(Alert alert) {
    return new NewFinding("", FindingSource.ALERT, alert.name(), alert.service(), alert.severity(), alert.category(),
        "",
        Map.of("labels", alert.labels()), alert.startsAt()).labels();
  }

  /** The same that Prometheus and Alertmanager give its labels: FNV-1a over names and values in the order of the names. */
  private static String fingerprint(Alert alert) {
    long sum = FNV_OFFSET;
    for (Map.Entry<String, String> label : new TreeMap<>(alert.labels()).entrySet()) {
      sum = mixed(mixed(sum, label.getKey()), label.getValue());
    }
    return HexFormat.of().toHexDigits(sum);
  }

  private static long mixed(long sum, String text) {
    long mixed = sum;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      mixed = (mixed ^ (one & 0xff)) * FNV_PRIME;
    }
    return (mixed ^ SEPARATOR) * FNV_PRIME;
  }

  /** One of them; what silences or inhibits it is empty where nothing does. */
  record OpenAlert(Alert alert, List<String> silencedBy, List<String> inhibitedBy) {

    String fingerprint() {
      return OpenAlerts.fingerprint(alert);
    }

    boolean quiet() {
      return !silencedBy.isEmpty() || !inhibitedBy.isEmpty();
    }
  }

  /** Takes alerts one by one. */
  @FunctionalInterface
  interface Taker {
    void take(OpenAlert alert) throws IOException;
  }
}
