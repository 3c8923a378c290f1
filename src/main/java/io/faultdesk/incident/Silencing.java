package io.faultdesk.incident;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.faultdesk.incident.StandingSilences.Standing;
import io.faultdesk.incident.Suppression.Muted;
import io.faultdesk.incident.Suppression.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps quiet what people have silenced. Findings are judged by what is in memory, which may be a little behind the database;
 * what was muted by a silence that has changed since is therefore judged once more.
 */
@Component
class Silencing implements SuppressionStage, InitializingBean {

  /** Longer than a transaction that judges a finding takes. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private static final Duration PRUNED_EVERY = Duration.ofHours(1);

  private final Silences silences;
  private final MutedFindings muted;
  private final IncidentSettings settings;
  private final TransactionTemplate ownTransaction;
  private final Clock clock;

  /** Causes of before, and when nobody judges by them any more. */
  private final Map<String, Instant> outdated = new HashMap<>();

  private volatile StandingSilences standing = new StandingSilences(Map.of());
  private Instant prunedAt = Instant.EPOCH;

  Silencing(
      Silences silences,
      MutedFindings muted,
      IncidentSettings settings,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.silences = silences;
    this.muted = muted;
    this.settings = settings;
    this.ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /** Nothing may be judged before it is known what is silenced. */
  @Override
  public void afterPropertiesSet() {
    refresh();
  }

  @Override
  public Optional<Suppression> suppress(NewFinding finding, Situation situation) {
    StandingSilences known = standing;
    Instant now = situation.now();
    return known.anyAt(now)
        ? known.longest(finding.labels(), now)
            .map(silence -> new Muted(Stage.SILENCE, silence.sentence(), Silence.cause(silence.id()), silence.endsAt()))
        : Optional.empty();
  }

  /** What is silenced, as far as it is known here. */
  StandingSilences standing() {
    return standing;
  }

  /**
   * Looks what is silenced now; called after each change made here, and for those made elsewhere from time to time. Nothing is
   * remembered before it is committed, so that what fails is done again.
   */
  @Scheduled(fixedDelayString = "PT2S")
  synchronized void refresh() {
    Instant now = clock.instant();
    StandingSilences before = standing;
    StandingSilences current = read(before, now);
    List<String> changed = before.all().stream()
        .filter(silence -> !silence.equals(current.byId().get(silence.id())))
        .map(silence -> Silence.cause(silence.id()))
        .toList();
    List<String> settled = outdated.entrySet().stream()
        .filter(entry -> !entry.getValue().isAfter(now))
        .map(Map.Entry::getKey)
        .toList();
    boolean prunes = !now.isBefore(prunedAt.plus(PRUNED_EVERY));
    if (prunes || !changed.isEmpty() || !settled.isEmpty()) {
      ownTransaction.executeWithoutResult(status -> {
        changed.forEach(cause -> muted.causeEnded(cause, now));
        settled.forEach(cause -> muted.causeEnded(cause, now));
        if (prunes) {
          silences.prune(now.minus(settings.quiet().silences().keep()));
        }
      });
    }
    standing = current;
    settled.forEach(outdated::remove);
    changed.forEach(cause -> outdated.put(cause, now.plus(SETTLING)));
    prunedAt = prunes ? now : prunedAt;
  }

  private StandingSilences read(StandingSilences before, Instant now) {
    return Objects.requireNonNull(
        ownTransaction.execute(status -> new StandingSilences(silences.endingAfter(now).stream()
            .map(silence -> known(silence, before)).collect(toMap(Standing::id, identity())))));
  }

  /** Conditions are read once. */
  private static Standing known(Silence silence, StandingSilences before) {
    Standing known = before.byId().get(silence.id());
    return known != null && known.version() == silence.version() ? known : Standing.of(silence);
  }
}
