-- Fault models that were in force or stand ready, each as its file was, so that any of them can be put in force again in a minute and a
-- restart goes on with the one that a person chose.
create table fault_model (
    -- a digest of the file
    version      varchar(16)  not null primary key,
    -- of the file, without its ending
    name         varchar(200) not null,
    body         mediumtext   not null,
    seen_at      bigint       not null,
    -- ascends with each activation; null where it never was in force
    turn         bigint,
    activated_at bigint,
    -- null where a change of the folder did it
    activated_by varchar(200),
    -- version of the file in the folder at that moment; while that is the same, a restart goes on with this version
    folder       varchar(16)
);
create index fault_model_turn on fault_model (turn);

-- The one row says what models may do, across restarts; none where nobody has changed it.
create table fault_model_mode (
    id         int          not null primary key,
    word       varchar(10)  not null,
    changed_at bigint       not null,
    changed_by varchar(200) not null
);

-- Each time that a model expected a fault, to be held against what came.
create table forecast_alarm (
    id          bigint       not null primary key,
    service     varchar(200) not null,
    version     varchar(16)  not null,
    -- whether it was only looked at, without anybody hearing of it
    shadow      boolean      not null,
    raised_at   bigint       not null,
    -- when it is over without a fault
    until_at    bigint       not null,
    probability double       not null,
    -- null until that is known
    came_true   boolean,
    -- number of the incident that came
    incident    varchar(20)
);
create index forecast_alarm_due on forecast_alarm (came_true, until_at);
create index forecast_alarm_by_version on forecast_alarm (version, shadow, came_true);
create index forecast_alarm_by_service on forecast_alarm (service, raised_at);
