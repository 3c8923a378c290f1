package io.faultdesk.security;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an API token; its secret is not.
 *
 * @param owner the account it acts as
 * @param lastUsedAt good to a minute
 */
record ApiToken(
    String id,
    String name,
    String owner,
    Set<Scope> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  boolean isValid(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }
}
