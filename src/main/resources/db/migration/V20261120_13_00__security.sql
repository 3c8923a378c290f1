-- A token is looked up by the hash of what the client sends, so that neither the table nor a backup of it lets
-- anybody in. The hash is of 256 random bits: there is nothing a slow hash could make harder to guess.
CREATE TABLE api_token (
  id           VARCHAR(36)  NOT NULL PRIMARY KEY,
  name         VARCHAR(100) NOT NULL,
  owner        VARCHAR(64)  NOT NULL,
  scopes       VARCHAR(100) NOT NULL,
  secret_hash  CHAR(64)     NOT NULL,
  created_at   BIGINT       NOT NULL,
  expires_at   BIGINT,
  last_used_at BIGINT,
  CONSTRAINT api_token_secret UNIQUE (secret_hash)
);
