-- A notice is unique by incident, step, person and channel, so that a repeated step does not tell the same person twice.
create table notice (
  id bigint auto_increment primary key,
  incident varchar(20) not null,
  step varchar(120) not null,
  person varchar(100) not null,
  channel varchar(20) not null,
  subject varchar(400) not null,
  body longtext not null,
  created_at bigint not null,
  delivered_at bigint,
  constraint notice_once unique (incident, step, person, channel)
);

-- Every attempt is kept: that somebody was not reached must be provable later.
create table delivery (
  id bigint auto_increment primary key,
  notice_id bigint not null,
  attempted_at bigint not null,
  error varchar(500),
  constraint delivery_notice foreign key (notice_id) references notice (id)
);
