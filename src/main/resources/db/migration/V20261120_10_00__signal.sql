-- Alerts are stored before they are answered and taken later at the pace of detection; taken ones stay for a while,
-- because they tell which members of a group fire when the sender says only "the group is over".
CREATE TABLE alert_inbox (
    -- ascends within a request, which is the order in which alerts are taken
    id           BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    identity     VARCHAR(64) NOT NULL,
    -- lets the reader leave out a service whose earlier alerts are still being worked on
    service      VARCHAR(200) NOT NULL,
    fingerprint  VARCHAR(64),
    -- a digest, because senders put no bound on the length of a group's key and an index needs one
    group_key    VARCHAR(64),
    firing       BOOLEAN     NOT NULL,
    -- the whole alert as JSON, because rules may ask for any label; in the first column where it fits, because large
    -- objects cost a store of their own, in the second where an annotation has up to megabytes
    message      VARCHAR(4000),
    long_message MEDIUMTEXT,
    received_at  BIGINT      NOT NULL,
    taken_at     BIGINT
);

-- serves both "waiting, oldest first" and "taken before that time"
CREATE INDEX alert_inbox_taken ON alert_inbox (taken_at, id);

-- finds the last message of each member when a group ends
CREATE INDEX alert_inbox_group ON alert_inbox (group_key, identity, id);

-- Bodies nobody could read, so that whoever runs a sender can see what it sent.
CREATE TABLE dead_letter (
    id               BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
    -- of route and body: senders repeat what was refused every few minutes, and that is still one letter
    digest           VARCHAR(64)   NOT NULL UNIQUE,
    route            VARCHAR(200)  NOT NULL,
    reason           VARCHAR(1000) NOT NULL,
    received_at      BIGINT        NOT NULL,
    last_received_at BIGINT        NOT NULL,
    times            INT           NOT NULL,
    sender           VARCHAR(200),
    content_type     VARCHAR(200),
    body_size        INT           NOT NULL,
    truncated        BOOLEAN       NOT NULL,
    -- readable without unpacking, so that a page of the list never loads the bodies
    excerpt          VARCHAR(1000) NOT NULL,
    body             MEDIUMBLOB    NOT NULL
);

CREATE INDEX dead_letter_last_received ON dead_letter (last_received_at);
