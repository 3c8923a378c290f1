-- What people said of a fault is what rules and models are measured by, so it is asked for in lists and sums, which the timeline is not
-- made for.
alter table incident add column confirmed_by varchar(200);
alter table incident add column confirmed_at bigint;
alter table incident add column resolved_by varchar(200);
update incident set confirmed_at = (
  select max(t.happened_at) from incident_timeline t
  where t.incident_id = incident.id and t.kind = 'diagnosed' and t.content like 'confirmed%');
update incident set confirmed_by = (
  select max(t.actor) from incident_timeline t
  where t.incident_id = incident.id and t.kind = 'diagnosed' and t.happened_at = incident.confirmed_at)
where confirmed_at is not null;
update incident set resolved_by = (
  select max(t.actor) from incident_timeline t
  where t.incident_id = incident.id and t.kind = 'resolved' and t.happened_at = incident.resolved_at)
where resolved_at is not null;
-- by time, newest first
create index incident_by_opening on incident (opened_at desc, id desc);
-- what was closed lately for one reason
create index incident_by_closure on incident (closure_reason, closed_at);

-- The rule that opened the finding; several rules may raise one and the same, and only the one that did can be blamed for it. Null for
-- what no rule raised, and for findings from before.
alter table incident_finding add column rule_name varchar(400);
-- the incidents in which a service had a part
create index incident_finding_by_part on incident_finding (service, incident_id);
