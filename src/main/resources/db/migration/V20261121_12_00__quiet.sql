-- Findings that open no incident for now, each with the reason; kept when they are over, because "why was this quiet?" is asked
-- the day after. open_key is null from then on, as in incident_finding.
create table muted_finding (
  id bigint not null auto_increment primary key,
  open_key varchar(64),
  key_digest varchar(64) not null,
  service varchar(200) not null,
  name varchar(400) not null,
  stage varchar(20) not null,
  -- what ends it, such as silence:12
  cause varchar(80),
  -- when it is looked at again at the latest; null where only its cause ends it
  review_at bigint,
  opened_at bigint not null,
  muted_at bigint not null,
  ended_at bigint,
  outcome varchar(20),
  incident_id bigint,
  repeats bigint not null,
  -- the finding, all reasons it was quiet for, and what people said about it meanwhile
  finding longtext not null,
  reasons longtext not null,
  remarks longtext,
  constraint muted_finding_open_key unique (open_key)
);
create index muted_finding_by_review on muted_finding (review_at);
create index muted_finding_by_cause on muted_finding (cause);
create index muted_finding_by_history on muted_finding (key_digest, opened_at);
create index muted_finding_by_service on muted_finding (service, id desc);
create index muted_finding_by_stage on muted_finding (stage, id desc);
create index muted_finding_by_end on muted_finding (ended_at);

-- Why a finding has no incident of its own, and the history of one that comes and goes.
alter table incident_finding add column key_digest varchar(64);
alter table incident_finding add column quiet_stage varchar(20);
alter table incident_finding add column quiet_reason varchar(2000);
alter table incident_finding add column flapping boolean default false not null;
create index incident_finding_by_history on incident_finding (key_digest, opened_at);
-- finds what is open on the services that a service calls
create index incident_finding_by_service on incident_finding (service, opened_at);
-- tells whether anything is open in an incident, however much was found in it
create index incident_finding_by_incident on incident_finding (incident_id, open_key);

-- Findings that flap now; what came and went before is in the two tables above.
create table flapping_finding (
  key_digest varchar(64) not null primary key,
  name varchar(400) not null,
  service varchar(200) not null,
  since bigint not null,
  review_at bigint not null,
  incident_id bigint not null
);
create index flapping_finding_by_review on flapping_finding (review_at);

-- Open incidents of groups: when people were told of them and when it is time again.
create table incident_group (
  incident_id bigint not null primary key,
  told_at bigint not null,
  due_at bigint not null,
  pending int not null,
  interval_ms bigint not null,
  repeat_ms bigint not null
);
create index incident_group_by_due on incident_group (due_at);

-- An incident that collects a storm may have very many findings: those who show it must know before they read them all.
alter table incident add column findings int default 0 not null;
update incident set findings = (select count(*) from incident_finding f where f.incident_id = incident.id);
