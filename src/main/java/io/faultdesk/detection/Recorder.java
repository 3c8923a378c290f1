package io.faultdesk.detection;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentDesk.Repeated;
import io.faultdesk.incident.NewFinding;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.InboxAlert;
import io.faultdesk.signal.Remark;
import io.faultdesk.signal.SignalIntake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes all that steps change in one transaction: findings to the incident desk, alerts as taken, the state. */
@Component
class Recorder {

  private final IncidentDesk desk;
  private final SignalIntake intake;
  private final DetectionMemory memory;
  private final PastClaims claims;

  Recorder(IncidentDesk desk, SignalIntake intake, DetectionMemory memory, PastClaims claims) {
    this.desk = desk;
    this.intake = intake;
    this.memory = memory;
    this.claims = claims;
  }

  /** Writes them all or none of them; of what is written together, much costs as little as one. */
  @Transactional
  public void record(List<Recording> together, Instant now) {
    desk.raise(
        each(together, Change.Opened.class, (service, change) -> finding(service, change.raised(), now)));
    each(together, Change.Worsened.class, (service, change) -> finding(service, change.raised(), now))
        .forEach(desk::worsened);
    desk.repeated(
        each(together, Change.Repeated.class,
            (service, change) -> new Repeated(finding(service, change.raised(), now), change.times())),
        now);
    List<InboxAlert> alerts = together.stream().flatMap(recording -> recording.alerts().stream()).toList();
    // in between, because a remark may come with the message that begins or ends what it is about
    alerts.forEach(alert -> tell(alert, now));
    desk.cleared(each(together, Change.Cleared.class, (service, change) -> change.key()), now);
    List<Episode> episodes =
        together.stream().flatMap(recording -> recording.step().episodes().values().stream()).toList();
    if (!episodes.isEmpty()) {
      memory.saveEpisodes(episodes);
      claims.save(together, now);
    }
    together.stream()
        .filter(Recording::holdsChanged)
        .forEach(recording -> memory.saveHolds(recording.service(), recording.step().state()));
    if (!alerts.isEmpty()) {
      intake.taken(alerts.stream().map(InboxAlert::id).toList());
    }
  }

  /** What is made of each change of that kind. */
  private static <T extends Change, R> List<R> each(
      List<Recording> together, Class<T> kind, BiFunction<ServiceName, T, R> making) {
    List<R> made = new ArrayList<>();
    for (Recording recording : together) {
      recording.step().changes().stream().filter(kind::isInstance).map(kind::cast)
          .forEach(change -> made.add(making.apply(recording.service(), change)));
    }
    return made;
  }

  private void tell(InboxAlert waiting, Instant now) {
    Remark remark = waiting.remark();
    if (remark != null) {
      String key = Detection.alertKey(waiting.alert().service(), waiting.alert().identity());
      desk.remarked(key, remark.by(), remark.text(), remark.acknowledges(), now);
    }
  }

  private static NewFinding finding(ServiceName service, Raised raised, Instant now) {
    return new NewFinding(
        raised.key(),
        raised.source(),
        raised.name(),
        service,
        raised.severity(),
        raised.category(),
        raised.because(),
        evidence(raised),
        now);
  }

  /** What the rules tell of the finding, and which of them told it in view of what. */
  private static Map<String, Object> evidence(Raised raised) {
    Map<String, Object> evidence = new LinkedHashMap<>(raised.evidence());
    evidence.put(NewFinding.RULE, raised.trace().rule());
    evidence.put("trace", raised.trace());
    evidence.put(NewFinding.TRACED, raised.trace().text());
    return evidence;
  }
}
