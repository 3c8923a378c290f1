-- Rules that were in force or are proposed, with all their files, so that any of them can be put in force again in a minute, and
-- so that a restart goes on with the version that a person chose.
CREATE TABLE rule_version (
    -- of the rule files' names and contents
    version      VARCHAR(16)  NOT NULL PRIMARY KEY,
    rules        INT          NOT NULL,
    -- files and tests as JSON
    files        MEDIUMTEXT   NOT NULL,
    seen_at      BIGINT       NOT NULL,
    -- who wants it in force where that takes two
    proposed_by  VARCHAR(200),
    -- ascends with each activation; null where it never was in force
    turn         BIGINT,
    activated_at BIGINT,
    -- null where a change of the folder did it
    activated_by VARCHAR(200),
    -- what the folder held at that moment; while it holds the same, a restart goes on with this version
    folder       VARCHAR(16)
);

CREATE INDEX rule_version_turn ON rule_version (turn);
CREATE INDEX rule_version_seen ON rule_version (seen_at);
