package io.faultdesk.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of API tokens. */
@Repository
class ApiTokens {

  private static final String COLUMNS =
      "SELECT id, name, owner, scopes, created_at, expires_at, last_used_at FROM api_token ";

  private final JdbcClient jdbc;

  ApiTokens(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(ApiToken token, String secretHash) {
    jdbc.sql(
        """
            INSERT INTO api_token (id, name, owner, scopes, secret_hash, created_at, expires_at)
            VALUES (:id, :name, :owner, :scopes, :hash, :created, :expires)
            """)
        .param("id", token.id())
        .param("name", token.name())
        .param("owner", token.owner())
        .param("scopes", token.scopes().stream().sorted().map(Scope::word).collect(Collectors.joining(",")))
        .param("hash", secretHash)
        .param("created", token.createdAt().toEpochMilli())
        .param("expires", token.expiresAt() == null ? null : token.expiresAt().toEpochMilli())
        .update();
  }

  Optional<ApiToken> find(String secretHash) {
    return jdbc.sql(COLUMNS + "WHERE secret_hash = :hash")
        .param("hash", secretHash)
        .query(ApiTokens::token)
        .optional();
  }

  List<ApiToken> all() {
    return jdbc.sql(COLUMNS + "ORDER BY created_at, id").query(ApiTokens::token).list();
  }

  boolean remove(String id) {
    return jdbc.sql("DELETE FROM api_token WHERE id = :id").param("id", id).update() > 0;
  }

  void used(String id, Instant at) {
    jdbc.sql("UPDATE api_token SET last_used_at = :at WHERE id = :id")
        .param("at", at.toEpochMilli())
        .param("id", id)
        .update();
  }

  private static ApiToken token(ResultSet row, int number) throws SQLException {
    Set<Scope> scopes =
        Arrays.stream(row.getString("scopes").split(",")).map(Scope::of).collect(Collectors.toUnmodifiableSet());
    return new ApiToken(
        row.getString("id"),
        row.getString("name"),
        row.getString("owner"),
        scopes,
        Instant.ofEpochMilli(row.getLong("created_at")),
        instant(row, "expires_at"),
        instant(row, "last_used_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
