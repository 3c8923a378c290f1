-- Which events were taken, so that one that comes again has no effect: kept for some days only.
CREATE TABLE seen_event (
    -- of what the sender calls the event, whose length has no bound
    digest      VARCHAR(64) NOT NULL PRIMARY KEY,
    received_at BIGINT      NOT NULL
);

CREATE INDEX seen_event_received ON seen_event (received_at);
