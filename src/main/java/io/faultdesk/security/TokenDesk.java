package io.faultdesk.security;

import io.faultdesk.shared.Digest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hands out API tokens, takes them back and recognises them. Another node may honour a revoked token for
 * {@link #MEMORY} more; this one does not.
 */
@Component
class TokenDesk {

  static final String PREFIX = "fdk_";
  static final Duration MEMORY = Duration.ofSeconds(5);
  static final Duration USE_PRECISION = Duration.ofMinutes(1);
  private static final int LONGEST_SECRET = 200;

  private final ApiTokens tokens;
  private final SignIn signIn;
  private final Clock clock;
  private final ExpiringCache<String, ApiToken> known;
  private final SecureRandom random = new SecureRandom();

  TokenDesk(ApiTokens tokens, SignIn signIn, Clock clock) {
    this.tokens = tokens;
    this.signIn = signIn;
    this.clock = clock;
    this.known = new ExpiringCache<>(clock, MEMORY, 1_000);
  }

  Issued issue(String name, Set<Scope> scopes, @Nullable Instant expires, String owner) {
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    String id = UUID.randomUUID().toString();
    tokens.add(new ApiToken(id, name, owner, scopes, clock.instant(), expires, null), Digest.of(secret));
    return new Issued(id, secret);
  }

  List<ApiToken> all() {
    return tokens.all();
  }

  boolean revoke(String id) {
    boolean removed = tokens.remove(id);
    known.clear();
    return removed;
  }

  /** Whoever comes with that secret, unless the token is unknown or expired or its owner is gone. */
  Optional<SignedIn> recognise(String secret) {
    if (secret.length() > LONGEST_SECRET) {
      return Optional.empty();
    }
    String hash = Digest.of(secret);
    return known
        .get(hash, () -> look(hash))
        .filter(token -> token.isValid(clock.instant()))
        .flatMap(token -> signIn.account(token.owner()).map(owner -> SignedIn.token(owner, token)));
  }

  private Optional<ApiToken> look(String hash) {
    Optional<ApiToken> found = tokens.find(hash);
    found.ifPresent(this::noteUse);
    return found;
  }

  private void noteUse(ApiToken token) {
    Instant now = clock.instant();
    Instant last = token.lastUsedAt();
    // Noted only when the token is looked up anyway, and once a minute, because a write per request would cost more
    // than what many of the requests do.
    if (token.isValid(now) && (last == null || !now.isBefore(last.plus(USE_PRECISION)))) {
      tokens.used(token.id(), now);
    }
  }

  /** A fresh token with its secret, which is never to be had again. */
  record Issued(String id, String token) {

    @Override
    public String toString() {
      return "Issued[id=" + id + "]";
    }
  }
}
