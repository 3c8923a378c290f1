-- A fault that a person prevented tells nothing of how good the model is: came_true stays null, and it is counted by itself.
alter table forecast_alarm add column prevented boolean default false not null;
create index forecast_alarm_open on forecast_alarm (prevented, came_true);
create index forecast_alarm_tally on forecast_alarm (version, shadow, prevented, came_true);
