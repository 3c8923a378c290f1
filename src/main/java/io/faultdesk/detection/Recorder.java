package io.faultdesk.detection;

import io.faultdesk.incident.FindingSource;
import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.IncidentDesk.Repeated;
import io.faultdesk.incident.NewFinding;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.InboxAlert;
import io.faultdesk.signal.Remark;
import io.faultdesk.signal.SignalIntake;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes all that one step changes in one transaction: findings to the incident desk, alerts as taken, the state. */
@Component
class Recorder {

  private final IncidentDesk desk;
  private final SignalIntake intake;
  private final DetectionMemory memory;

  Recorder(IncidentDesk desk, SignalIntake intake, DetectionMemory memory) {
    this.desk = desk;
    this.intake = intake;
    this.memory = memory;
  }

  /**
   * Writes one step.
   *
   * @param holdsChanged whether the holds are others than those in the database; where only alerts changed, they are not
   */
  @Transactional
  public void record(
      ServiceName service, Step step, boolean holdsChanged, List<InboxAlert> alerts, Instant now) {
    List<Change> changes = step.changes();
    desk.raise(all(changes, Change.Opened.class).map(change -> finding(service, change.raised(), now)).toList());
    all(changes, Change.Worsened.class).forEach(change -> desk.worsened(finding(service, change.raised(), now)));
    desk.repeated(
        all(changes, Change.Repeated.class)
            .map(change -> new Repeated(finding(service, change.raised(), now), change.times())).toList(),
        now);
    // in between, because a remark may come with the message that begins or ends what it is about
    alerts.forEach(alert -> tell(alert, now));
    desk.cleared(all(changes, Change.Cleared.class).map(Change.Cleared::key).toList(), now);
    if (!step.episodes().isEmpty()) {
      memory.saveEpisodes(step.episodes().values());
    }
    if (holdsChanged) {
      memory.saveHolds(service, step.state());
    }
    if (!alerts.isEmpty()) {
      intake.taken(alerts.stream().map(InboxAlert::id).toList(), now);
    }
  }

  private static <T extends Change> Stream<T> all(List<Change> changes, Class<T> kind) {
    return changes.stream().filter(kind::isInstance).map(kind::cast);
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
        raised.fromAlert() ? FindingSource.ALERT : FindingSource.RULE,
        raised.name(),
        service,
        raised.severity(),
        raised.category(),
        raised.because(),
        raised.evidence(),
        now);
  }
}
