-- What began lately is asked for every minute, whatever service it is about.
create index incident_finding_by_opening on incident_finding (opened_at);
