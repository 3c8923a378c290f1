-- What somebody keeps quiet for a while. A silence is never deleted by hand: ending it moves ends_at, so that who silenced what
-- can be told until it is pruned. Whether it is pending, active or expired follows from the clock.
create table silence (
  number bigint not null auto_increment primary key,
  -- the id that callers know, a UUID because Alertmanager's clients expect one
  uuid varchar(36) not null,
  matchers longtext not null,
  starts_at bigint not null,
  ends_at bigint not null,
  owner varchar(200) not null,
  -- whom the owner, most likely a program, says to act for
  on_behalf_of varchar(400),
  reason varchar(4000) not null,
  changes longtext not null,
  version bigint not null,
  constraint silence_uuid unique (uuid)
);
create index silence_by_end on silence (ends_at);
