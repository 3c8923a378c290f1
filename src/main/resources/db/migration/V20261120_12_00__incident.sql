-- The id is the numeric part of the number. open_key is the digest of dedup_key while the incident is open or acknowledged
-- and null afterwards: the unique constraint is what makes two nodes that race for one key open one incident. A digest,
-- because MySQL would otherwise compare keys without regard to case and accents.
create table incident (
  id bigint not null primary key,
  open_key varchar(64),
  dedup_key varchar(300),
  title varchar(400) not null,
  description longtext,
  state varchar(20) not null,
  phase varchar(20),
  priority int not null,
  impact varchar(10) not null,
  urgency varchar(10) not null,
  category varchar(30) not null,
  service varchar(200),
  opened_at bigint not null,
  acknowledged_at bigint,
  resolved_at bigint,
  closed_at bigint,
  respond_by bigint not null,
  resolve_by bigint not null,
  team varchar(200),
  assignee varchar(200),
  process_instance_id varchar(64),
  occurrences bigint not null,
  records int not null,
  labels longtext,
  customers longtext,
  merged_into bigint,
  closure_reason varchar(20),
  closed_by varchar(200),
  closure_text longtext,
  root_cause longtext,
  lesson longtext,
  rule_useful boolean,
  reviewed_by varchar(200),
  reviewed_at bigint,
  constraint incident_open_key unique (open_key)
);
-- one per filter of the list, each ending in the order of the pages
create index incident_by_state on incident (state, id desc);
create index incident_by_service on incident (service, id desc);
create index incident_by_priority on incident (priority, id desc);
create index incident_by_team on incident (team, id desc);
create index incident_by_merger on incident (merged_into);

-- What belongs to an incident is numbered through per incident, so its rows lie together and in order.
create table incident_finding (
  incident_id bigint not null,
  ordinal int not null,
  open_key varchar(64),
  finding_key varchar(300),
  source varchar(20) not null,
  name varchar(400) not null,
  service varchar(200),
  severity varchar(20),
  because varchar(2000) not null,
  evidence longtext,
  opened_at bigint not null,
  cleared_at bigint,
  primary key (incident_id, ordinal),
  constraint incident_finding_open_key unique (open_key)
);

create table incident_occurrence (
  incident_id bigint not null,
  ordinal int not null,
  happened_at bigint not null,
  source varchar(20) not null,
  name varchar(400) not null,
  times int not null,
  primary key (incident_id, ordinal)
);

create table incident_timeline (
  incident_id bigint not null,
  ordinal int not null,
  happened_at bigint not null,
  kind varchar(50) not null,
  actor varchar(200) not null,
  content longtext not null,
  primary key (incident_id, ordinal)
);

create table incident_suspect (
  incident_id bigint not null,
  ordinal int not null,
  component varchar(400) not null,
  score double precision not null,
  why varchar(2000) not null,
  primary key (incident_id, ordinal)
);

-- What was answered to a report with an Idempotency-Key: kept for two days, so that a repetition gets the same answer.
create table incident_report (
  sender_key varchar(64) not null primary key,
  body_digest varchar(64) not null,
  incident_id bigint not null,
  opened boolean not null,
  received_at bigint not null
);
create index incident_report_by_age on incident_report (received_at);

-- Numbers are taken in blocks, in short transactions of their own: gaps are allowed, waiting for each other is not.
create table number_block (
  name varchar(50) not null primary key,
  next_value bigint not null
);
