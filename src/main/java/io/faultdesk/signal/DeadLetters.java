package io.faultdesk.signal;

import io.faultdesk.shared.Digest;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The bodies nobody could read, kept packed and cut at a bound, with the reason but without any header that might
 * hold a secret. The same body on the same route is one letter, however often it comes.
 */
@Component
class DeadLetters {

  private static final int EXCERPT = 1000;
  private static final int MAX_TEXT = 1000;

  /** One sender may take this part of the room. */
  private static final int SHARE = 4;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final SignalSettings settings;
  private final MeterRegistry meters;
  private final Map<String, Integer> keptThisMinute = new HashMap<>();
  private long minute;

  DeadLetters(JdbcClient jdbc, Clock clock, SignalSettings settings, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.settings = settings;
    this.meters = meters;
  }

  /** Keeps what can be read of this request's body; a second call for one request does nothing. */
  void keep(HttpServletRequest servletRequest, String reason) {
    IntakeRequest request = IntakeRequest.of(servletRequest);
    if (!request.keepOnce()) {
      return;
    }
    boolean kept = withinRate(SenderLimits.sender(request));
    meters.counter("faultdesk.signal.dead.letters", "kept", Boolean.toString(kept)).increment();
    if (kept) {
      keep(request, request.beginning(), shortened(reason, MAX_TEXT));
    }
  }

  private void keep(IntakeRequest request, byte[] body, String reason) {
    String digest =
        Digest.of(request.getServletPath().getBytes(StandardCharsets.UTF_8), body);
    if (!cameAgain(digest, reason)) {
      try {
        insert(request, digest, body, reason);
      } catch (DuplicateKeyException sameBodyJustNow) {
        cameAgain(digest, reason);
      }
    }
  }

  private boolean cameAgain(String digest, String reason) {
    return jdbc.sql("UPDATE dead_letter SET times = times + 1, last_received_at = ?, reason = ? WHERE digest = ?")
        .params(clock.millis(), reason, digest)
        .update()
        > 0;
  }

  private void insert(IntakeRequest request, String digest, byte[] body, String reason) {
    long now = clock.millis();
    jdbc.sql(
        """
            INSERT INTO dead_letter (digest, route, reason, received_at, last_received_at, times, sender,
                content_type, body_size, truncated, excerpt, body)
            VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)""")
        .params(
            digest,
            shortened(request.getServletPath(), 200),
            reason,
            now,
            now,
            request.getUserPrincipal() == null ? null : shortened(SenderLimits.sender(request), 200),
            request.getContentType() == null ? null : shortened(request.getContentType(), 200),
            body.length,
            body.length >= settings.maxDeadLetterBody().toBytes(),
            shortened(new String(body, StandardCharsets.UTF_8), EXCERPT),
            packed(body))
        .update();
  }

  /** The newest letters whose id lies below {@code before}, the newest first. */
  List<DeadLetter> below(long before, int limit) {
    return jdbc.sql(
        """
            SELECT id, route, reason, received_at, last_received_at, times, sender, content_type, body_size,
                truncated, excerpt
            FROM dead_letter WHERE id < ? ORDER BY id DESC LIMIT ?""")
        .params(before, limit)
        .query(DeadLetters::letter)
        .list();
  }

  /** What is kept of the body of one letter. */
  Optional<byte[]> body(long id) {
    return jdbc.sql("SELECT body FROM dead_letter WHERE id = ?")
        .param(id)
        .query((row, number) -> row.getBytes("body"))
        .optional()
        .map(DeadLetters::unpacked);
  }

  @Scheduled(fixedDelayString = "PT10M")
  void prune() {
    long tooOld = clock.instant().minus(settings.keepDeadLetters()).toEpochMilli();
    Pruning.delete(jdbc, "dead_letter", "id", "last_received_at < ? ORDER BY last_received_at", tooOld);
    int most = share(settings.maxDeadLetters());
    jdbc.sql("SELECT sender FROM dead_letter WHERE sender IS NOT NULL GROUP BY sender HAVING COUNT(*) > ?")
        .param(most)
        .query(String.class)
        .list()
        .forEach(sender -> deleteBeyond(most, "sender = ?", sender));
    deleteBeyond(settings.maxDeadLetters(), "TRUE");
  }

  /** Deletes all but the newest so many of which that holds. */
  private void deleteBeyond(int most, String condition, Object... of) {
    jdbc.sql("SELECT id FROM dead_letter WHERE " + condition + " ORDER BY id DESC LIMIT 1 OFFSET ?")
        .params(Stream.concat(Stream.of(of), Stream.of(most)).toList())
        .query(Long.class)
        .optional()
        .ifPresent(newest -> Pruning.delete(
            jdbc, "dead_letter", "id", condition + " AND id <= ? ORDER BY id",
            Stream.concat(Stream.of(of), Stream.of(newest)).toArray()));
  }

  /** Within what may be kept in a minute, of which one sender has a share, so that it does not take the others' place. */
  private synchronized boolean withinRate(String sender) {
    long now = clock.millis() / 60_000;
    if (now != minute) {
      minute = now;
      keptThisMinute.clear();
    }
    int all = keptThisMinute.values().stream().mapToInt(Integer::intValue).sum();
    int own = keptThisMinute.getOrDefault(sender, 0);
    boolean room = all < settings.maxDeadLettersPerMinute() && own < share(settings.maxDeadLettersPerMinute());
    if (room) {
      keptThisMinute.put(sender, own + 1);
    }
    return room;
  }

  private static int share(int all) {
    return Math.ceilDiv(all, SHARE);
  }

  private static DeadLetter letter(ResultSet row, int number) throws SQLException {
    return new DeadLetter(
        row.getLong("id"),
        row.getString("route"),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("received_at")),
        Instant.ofEpochMilli(row.getLong("last_received_at")),
        row.getInt("times"),
        row.getString("sender"),
        row.getString("content_type"),
        row.getInt("body_size"),
        row.getBoolean("truncated"),
        row.getString("excerpt"));
  }

  /** The beginning of that text, never ending in half of a character. */
  private static String shortened(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  private static byte[] packed(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] unpacked(byte[] body) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
