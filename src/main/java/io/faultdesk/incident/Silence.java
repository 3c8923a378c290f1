package io.faultdesk.incident;

import io.faultdesk.incident.SilenceView.Change;
import io.faultdesk.incident.SilenceView.State;
import io.faultdesk.shared.LabelMatcher;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** What somebody keeps quiet from one moment to another: all findings whose labels meet every condition. */
@Entity
@DynamicUpdate
@Table(name = "silence")
class Silence {

  /** Beyond so many changes only the first and the latest are kept. */
  private static final int MAX_CHANGES = 100;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY) private @Nullable Long number;

  private String uuid;

  @Column(length = Texts.MAX) private String matchers;

  private Instant startsAt;
  private Instant endsAt;
  private String owner;
  private @Nullable String onBehalfOf;
  private String reason;

  @Column(length = Texts.MAX) private String changes;

  @Version private long version;

  /**
   * A new one, which cannot begin in the past.
   *
   * @param remark what is to be remembered of how it was made; may be empty
   */
  Silence(NewSilence wanted, String owner, String remark, Instant now) {
    this.uuid = UUID.randomUUID().toString();
    this.matchers = text(wanted.matchers());
    this.startsAt = later(wanted.startsAt(), now);
    this.endsAt = wanted.endsAt();
    this.owner = owner;
    this.onBehalfOf = owner.equals(wanted.onBehalfOf()) ? null : wanted.onBehalfOf();
    this.reason = wanted.reason();
    this.changes = Json.write((Object) List.of(new Change(now, owner, "silenced until " + endsAt + remark)));
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Silence() {}

  private static Instant later(@Nullable Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }

  private static String text(List<LabelMatcher> matchers) {
    return Json.write((Object) matchers.stream().map(LabelMatcher::toString).toList());
  }

  State state(Instant now) {
    if (!endsAt.isAfter(now)) {
      return State.EXPIRED;
    }
    return startsAt.isAfter(now) ? State.PENDING : State.ACTIVE;
  }

  /** Whether it can become like that and stay the same silence, which it cannot with other conditions or another past. */
  boolean mayBecome(NewSilence wanted, Instant now) {
    Instant start = wanted.startsAt() == null ? startsAt : wanted.startsAt();
    return text(wanted.matchers()).equals(matchers) && switch (state(now)) {
      case PENDING -> !start.isBefore(now);
      case ACTIVE -> start.getEpochSecond() == startsAt.getEpochSecond();
      case EXPIRED -> false;
    };
  }

  /** Whether it is silent at all times at which the other would be. */
  boolean covers(NewSilence wanted) {
    boolean later = wanted.startsAt() == null || !wanted.startsAt().isBefore(startsAt);
    return later && !wanted.endsAt().isAfter(endsAt);
  }

  /** Becomes like that; to be asked before whether it may. */
  void become(NewSilence wanted, String by, String remark, Instant now) {
    if (state(now) == State.PENDING && wanted.startsAt() != null) {
      startsAt = wanted.startsAt();
    }
    endsAt = wanted.endsAt();
    reason = wanted.reason();
    changed(new Change(now, by, "from " + startsAt + " until " + endsAt + ": " + reason + remark));
  }

  /** Ends now; nothing happens where it already has. */
  void expire(String by, Instant now) {
    if (state(now) != State.EXPIRED) {
      changed(new Change(now, by, "ended, " + endsAt + " was planned"));
      startsAt = startsAt.isAfter(now) ? now : startsAt;
      endsAt = now;
    }
  }

  private void changed(Change change) {
    List<Change> all = new ArrayList<>(changes());
    if (all.size() == MAX_CHANGES) {
      all.remove(1);
    }
    all.add(change);
    changes = Json.write((Object) all);
  }

  private List<Change> changes() {
    return List.of(Json.read(changes, Change[].class));
  }

  String id() {
    return uuid;
  }

  long number() {
    return Objects.requireNonNull(number);
  }

  long version() {
    return version;
  }

  List<LabelMatcher> matchers() {
    return Json.list(matchers).stream().map(LabelMatcher::of).toList();
  }

  Instant startsAt() {
    return startsAt;
  }

  Instant endsAt() {
    return endsAt;
  }

  String reason() {
    return reason;
  }

  /** Who is to be asked about it. */
  String author() {
    return onBehalfOf == null ? owner : onBehalfOf;
  }

  Instant changedAt() {
    return changes().getLast().at();
  }

  /** The name under which muted findings have it as their cause. */
  String cause() {
    return cause(uuid);
  }

  static String cause(String id) {
    return "silence:" + id;
  }

  /** Says for people why a finding is quiet. */
  String sentence() {
    String who = onBehalfOf == null ? owner : owner + " for " + onBehalfOf;
    return "silenced by " + who + " until " + endsAt + ": " + reason + " (silence " + uuid + ")";
  }

  SilenceView view(Instant now) {
    return new SilenceView(
        uuid, state(now), Json.list(matchers), startsAt, endsAt, owner, onBehalfOf, reason, changes());
  }
}
