-- What was done to services on purpose: told to the incidents that are open when it comes, kept for those that open later.
CREATE TABLE service_change (
    id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    -- of the content, because senders give a change no key of its own
    digest      VARCHAR(64)  NOT NULL,
    service     VARCHAR(200) NOT NULL,
    happened_at BIGINT       NOT NULL,
    received_at BIGINT       NOT NULL,
    -- the whole change as JSON
    message     MEDIUMTEXT   NOT NULL,
    -- null until the incidents that are open have it on their timelines
    told_at     BIGINT
);

CREATE INDEX service_change_digest ON service_change (digest, received_at);
CREATE INDEX service_change_service ON service_change (service, happened_at);
CREATE INDEX service_change_told ON service_change (told_at, id);
CREATE INDEX service_change_received ON service_change (received_at);
