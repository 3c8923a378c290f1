-- What alerts claimed in the last days, from when to when, so that a replay can let them begin and end again. Written when a
-- claim begins, ends or says something else, never when it is merely renewed.
create table alert_claim (
  identity varchar(64) not null,
  begun_at bigint not null,
  service varchar(200) not null,
  ended_at bigint,
  body longtext not null,
  primary key (identity, begun_at)
);
-- serves the only question, which is about one service
create index alert_claim_service on alert_claim (service, begun_at);
-- serves the deletion of what is too old
create index alert_claim_ended on alert_claim (ended_at);
