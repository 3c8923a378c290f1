-- How far each clock of an incident was told of, in percent of its time: a process that asks for the same again, because the
-- diagnosis began anew after the time was over, must neither raise the priority once more nor tell everybody again.
alter table incident add column respond_escalated int default 0 not null;
alter table incident add column resolve_escalated int default 0 not null;
