-- Alerts of a message share a row while they wait, because writing a row costs many times what an alert in it does. Once they are
-- taken the row goes; which members of a group fire is kept apart.
ALTER TABLE alert_inbox RENAME TO alert_inbox_before;

CREATE TABLE alert_inbox (
    -- ascends within a message, which is the order in which alerts are taken
    id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    -- of all of them, null where they are of several; lets the reader leave out one whose earlier alerts are still being worked on
    service     VARCHAR(200),
    -- how many alerts it holds, at most 64
    size        INT    NOT NULL,
    received_at BIGINT NOT NULL,
    -- a list of alerts as JSON, each with what a person told the other monitor about it; in the first column where it fits,
    -- because large objects cost a store of their own, in the second where an annotation has up to megabytes
    alerts      VARCHAR(16000),
    long_alerts MEDIUMTEXT
);

-- What was taken of rows of which something waits still.
CREATE TABLE alert_taken (
    id     BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    parcel BIGINT NOT NULL,
    -- a bit for each alert, the lowest for the first
    places BIGINT NOT NULL
);

CREATE INDEX alert_taken_parcel ON alert_taken (parcel);

-- The members of senders' groups that fire, learnt anew from their next messages, found when a message is about all members and does not name them.
CREATE TABLE alert_group (
    id          BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    -- a digest, because senders put no bound on the length of a group's key and an index needs one
    group_key   VARCHAR(64) NOT NULL,
    identity    VARCHAR(64) NOT NULL,
    received_at BIGINT      NOT NULL,
    alert       VARCHAR(16000),
    long_alert  MEDIUMTEXT,
    CONSTRAINT alert_group_member UNIQUE (group_key, identity)
);

INSERT INTO alert_inbox (service, size, received_at, alerts, long_alerts)
SELECT service, 1, received_at,
    CASE WHEN message IS NOT NULL AND remark IS NULL THEN CONCAT('[{"alert":', message, '}]') END,
    CASE WHEN message IS NULL OR remark IS NOT NULL THEN CONCAT('[{"alert":', COALESCE(message, long_message),
        CASE WHEN remark IS NULL THEN '' ELSE CONCAT(',"remark":', remark) END, '}]') END
FROM alert_inbox_before WHERE taken_at IS NULL ORDER BY id;

DROP TABLE alert_inbox_before;
