package io.faultdesk.incident;

import io.faultdesk.incident.SilenceReach.Reach;
import io.faultdesk.incident.SilenceView.State;
import io.faultdesk.shared.Page;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Where silences are made, changed and ended, each in a transaction of its own; nothing is judged by the old ones afterwards. */
@Component
class SilenceDesk {

  private static final Logger log = LoggerFactory.getLogger(SilenceDesk.class);

  /** Each finding is judged by all of them. */
  private static final int MAX_STANDING = 10_000;

  private final Silences silences;
  private final SilenceReach reach;
  private final Silencing silencing;
  private final MutedFindings muted;
  private final SilenceSettings settings;
  private final TransactionTemplate transaction;
  private final Clock clock;

  SilenceDesk(
      Silences silences,
      SilenceReach reach,
      Silencing silencing,
      MutedFindings muted,
      IncidentSettings settings,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.silences = silences;
    this.reach = reach;
    this.silencing = silencing;
    this.muted = muted;
    this.settings = settings.quiet().silences();
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /**
   * Makes a silence, or changes the one that is named as Alertmanager does: it stays the same as long as its conditions and
   * its past do, else it ends and another takes its place.
   *
   * @param insists whether it is meant although it mutes very much
   */
  SilenceView save(NewSilence wanted, String by, boolean insists) {
    Instant now = now();
    wanted.check(now, settings);
    return changed(() -> {
      boolean measured = read(() -> mutesMore(known(wanted), wanted, now));
      // outside of the transaction that saves, because it may take a while
      String remark = measured ? guarded(wanted, insists) : "";
      return read(() -> {
        @Nullable Silence known = known(wanted);
        if (!measured && mutesMore(known, wanted, now)) {
          throw new ConcurrencyFailureException("The silence has just changed.");
        }
        return save(known, wanted, by, remark, now).view(now);
      });
    });
  }

  private @Nullable Silence known(NewSilence wanted) {
    return wanted.id() == null ? null : silences.find(wanted.id()).orElseThrow(UnknownSilence::new);
  }

  private static boolean mutesMore(@Nullable Silence known, NewSilence wanted, Instant now) {
    return known == null || !known.mayBecome(wanted, now) || !known.covers(wanted);
  }

  private Silence save(@Nullable Silence known, NewSilence wanted, String by, String remark, Instant now) {
    if (known != null && known.mayBecome(wanted, now)) {
      known.become(wanted, by, remark, now);
      muted.causeEnded(known.cause(), now);
      return known;
    }
    if (known != null) {
      expire(known, by, now);
    }
    if (silences.countEndingAfter(now) >= MAX_STANDING) {
      throw InvalidRequest
          .tooMany("There are " + MAX_STANDING + " silences that are not over; end some of them first.");
    }
    String replaced = known == null ? "" : ", in the place of " + known.id();
    Silence silence = new Silence(wanted, by, replaced + ": " + wanted.reason() + remark, now);
    silences.add(silence);
    return silence;
  }

  /** Refuses what mutes too much, or says what somebody insisted on. */
  private String guarded(NewSilence wanted, boolean insists) {
    Reach measured = reach.of(wanted.matchers());
    Optional<String> tooWide = measured.tooWide(wanted, settings);
    if (tooWide.isEmpty() && measured.saysLittle()) {
      tooWide = reach.past(wanted.matchers()).tooWide(settings);
    }
    if (tooWide.isPresent() && !insists) {
      throw new SilenceRefused(tooWide.get(), measured.matching(), measured.open());
    }
    return tooWide.map(why -> " (insisted on: " + why + ")").orElse("");
  }

  /** Ends the silence of that id now; nothing happens where it already has. */
  void expire(String id, String by) {
    changed(() -> read(() -> {
      Silence silence = silences.find(id).orElseThrow(UnknownSilence::new);
      expire(silence, by, now());
      return silence.id();
    }));
  }

  private void expire(Silence silence, String by, Instant now) {
    silence.expire(by, now);
    muted.causeEnded(silence.cause(), now);
  }

  private <T> T changed(Supplier<T> change) {
    T result = LostRaces.repeat(change);
    try {
      silencing.refresh();
    } catch (RuntimeException e) {
      // the change is saved, and what it mutes is looked up soon anyway
      log.warn("What is silenced could not be looked up after a change", e);
    }
    return result;
  }

  private <T> T read(Supplier<T> question) {
    return Objects.requireNonNull(transaction.execute(status -> question.get()));
  }

  SilenceView find(String id) {
    return read(() -> silences.find(id).orElseThrow(UnknownSilence::new).view(now()));
  }

  Page<SilenceView> list(@Nullable State state, long before, int limit) {
    Instant now = now();
    return read(() -> {
      List<Silence> found = silences.page(state, now, before, limit + 1);
      List<SilenceView> views = found.stream().limit(limit).map(silence -> silence.view(now)).toList();
      return new Page<>(views, found.size() <= limit ? null : String.valueOf(found.get(limit - 1).number()));
    });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
