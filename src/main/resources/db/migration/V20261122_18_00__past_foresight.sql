-- What was foreseen of services in the last days, so that a replay can tell rules the same. Written when it becomes another.
create table past_foresight (
  id bigint not null auto_increment primary key,
  service varchar(200) not null,
  told_at bigint not null,
  -- null where nothing is foreseen any more
  body longtext
);
-- serves the only question, which is about one service
create index past_foresight_service on past_foresight (service, told_at);
-- serves the deletion of what is too old
create index past_foresight_told on past_foresight (told_at);
