-- The latest episode of each alert: its end must be remembered for a day, because senders repeat what is over.
create table alert_episode (
  identity varchar(64) not null primary key,
  service varchar(200) not null,
  body longtext not null,
  cleared_at bigint
);
-- serves the pruning of what ended long ago and the loading of what still stands
create index alert_episode_cleared on alert_episode (cleared_at);

-- Conditions that hold or are findings, one JSON object a service: they are only ever read as a whole, at start.
create table detection_state (
  -- SHA-256 of the name, because MySQL takes names that differ in case or accents for the same
  service_digest varchar(64) not null primary key,
  service varchar(200) not null,
  holds longtext not null
);
