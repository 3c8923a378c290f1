package io.faultdesk.signal;

import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The table of changes. The same change is stored once, however often it comes. */
@Component
class Changes implements AutoCloseable {

  /** How long a sender repeats what it got no answer to; the same words without a date are another change after that. */
  private static final Duration REPEATED_WITHIN = Duration.ofMinutes(10);

  /** Changes that nobody has been told of yet, beyond which senders have to wait. */
  private static final int MAX_WAITING = 10_000;

  private final JdbcClient jdbc;
  private final GroupCommit<Arrival> commits;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final SignalSettings settings;

  Changes(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      Clock clock,
      SignalSettings settings) {
    this.jdbc = jdbc;
    this.commits = new GroupCommit<>(new TransactionTemplate(transactions), GroupCommit.each(this::insert));
    this.events = events;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Stores it, unless it is known.
   *
   * @param dated whether its sender says when it was
   * @throws IntakeBusy where too many wait already
   */
  void store(Change change, boolean dated) {
    Instant now = clock.instant();
    Instant sameSince = dated ? Instant.EPOCH : now.minus(REPEATED_WITHIN);
    int stored = commits.store(new Arrival(change, digest(change, dated), StoredJson.write(change), sameSince, now));
    if (stored > 0) {
      events.publishEvent(new ChangesReceived(stored));
    }
  }

  /** Needs no unique key: there is one writer, and what it has just written it sees. */
  private int insert(Arrival arrival) {
    if (isKnown(arrival)) {
      return 0;
    }
    requireRoom();
    jdbc.sql(
        """
            INSERT INTO service_change (digest, service, happened_at, received_at, message) VALUES (?, ?, ?, ?, ?)""")
        .params(
            arrival.digest(),
            arrival.change().service().value(),
            arrival.change().at().toEpochMilli(),
            arrival.at().toEpochMilli(),
            arrival.message())
        .update();
    return 1;
  }

  private boolean isKnown(Arrival arrival) {
    return jdbc.sql("SELECT COUNT(*) FROM service_change WHERE digest = ? AND received_at >= ?")
        .params(arrival.digest(), arrival.sameSince().toEpochMilli())
        .query(Long.class)
        .single()
        > 0;
  }

  private void requireRoom() {
    boolean full =
        jdbc.sql("SELECT id FROM service_change WHERE told_at IS NULL ORDER BY told_at, id LIMIT 1 OFFSET ?")
            .param(MAX_WAITING)
            .query(Long.class)
            .optional()
            .isPresent();
    if (full) {
      throw new IntakeBusy("too many changes wait to be looked at, try again later");
    }
  }

  /** The oldest that came up to then and that nobody has been told of. */
  List<StoredChange> waiting(Instant receivedUntil, int limit) {
    // the column that is always null is named so that the index gives the order
    return jdbc.sql(
        """
            SELECT id, message FROM service_change
            WHERE told_at IS NULL AND received_at <= ? ORDER BY told_at, id LIMIT ?""")
        .params(receivedUntil.toEpochMilli(), limit)
        .query(Changes::stored)
        .list();
  }

  /** Marks these as told. */
  void told(Collection<Long> ids, Instant at) {
    jdbc.sql("UPDATE service_change SET told_at = :at WHERE id IN (:ids)")
        .param("at", at.toEpochMilli())
        .param("ids", ids)
        .update();
  }

  /** The newest that were done to that service since then and that were told already, the oldest of them first. */
  List<StoredChange> toldSince(ServiceName service, Instant since, int limit) {
    return jdbc.sql(
        """
            SELECT id, message FROM service_change
            WHERE service = ? AND happened_at >= ? AND told_at IS NOT NULL
            ORDER BY service DESC, happened_at DESC, id DESC LIMIT ?""")
        .params(service.value(), since.toEpochMilli(), limit)
        .query(Changes::stored)
        .list()
        .reversed();
  }

  /** Forgets what was told and came long ago, and the oldest of what is too much, a little at a time. */
  @Scheduled(fixedDelayString = "PT10M")
  void prune() {
    long bound = clock.instant().minus(settings.keepChanges()).toEpochMilli();
    forget("received_at < ? AND told_at IS NOT NULL ORDER BY received_at", bound);
    jdbc.sql("SELECT id FROM service_change ORDER BY id DESC LIMIT 1 OFFSET ?")
        .param(settings.maxChanges())
        .query(Long.class)
        .optional()
        .ifPresent(newest -> forget("id <= ? AND told_at IS NOT NULL ORDER BY id", newest));
  }

  private void forget(String selection, long bound) {
    Pruning.delete(jdbc, "service_change", "id", selection, bound);
  }

  private static String digest(Change change, boolean dated) {
    return Digest.of(dated ? StoredJson.write(change) : StoredJson.write(
        new Change(
            change.service(), Instant.EPOCH, change.summary(), change.source(), change.details(), change.links())));
  }

  private static StoredChange stored(ResultSet row, int number) throws SQLException {
    return new StoredChange(row.getLong("id"), StoredJson.read(row.getString("message"), Change.class));
  }

  @Override
  public void close() {
    commits.close();
  }

  /** A change ready to be written, and since when the same one would be known. */
  private record Arrival(Change change, String digest, String message, Instant sameSince, Instant at) {}
}
