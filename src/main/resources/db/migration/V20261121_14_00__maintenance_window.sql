-- Times at which findings on some services are expected. Start and recurrence are kept as they were said, in local time: the
-- moment that 02:30 every Sunday means changes with the clocks of the zone.
create table maintenance_window (
  id bigint not null auto_increment primary key,
  revision integer not null,
  -- twice as wide as the limit, because H2 counts a character beyond the basic plane as two
  title varchar(400) not null,
  services longtext not null,
  matchers longtext,
  zone_id varchar(60) not null,
  local_start varchar(40) not null,
  duration_seconds bigint not null,
  recurrence varchar(500),
  exceptions longtext,
  reason varchar(4000) not null,
  owner varchar(200) not null,
  state varchar(20) not null,
  created_at bigint not null,
  -- who approved, rejected or cancelled it; null where nobody had to, or has yet
  decided_at bigint,
  decided_by varchar(200),
  decision varchar(4000),
  -- what had begun by then ended then
  cut_at bigint,
  -- when the last of its occurrences ends; null where there is no last one
  ends_at bigint
);
create index maintenance_window_by_state on maintenance_window (state, id desc);
