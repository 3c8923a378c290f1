-- Each time that a model was trained on the server's own past: who wanted it, what came of it, and what was decided on the model.
create table fault_training (
    id            varchar(36)   not null primary key,
    -- of the model
    name          varchar(100)  not null,
    task          varchar(10)   not null,
    horizon       varchar(20),
    days          int           not null,
    false_alarms  double        not null,
    -- whether the newest part was kept out, to compare the model with the one in force
    challenge     boolean       not null,
    asked_by      varchar(200)  not null,
    asked_at      bigint        not null,
    -- running, done, refused where there is too little to learn from, failed
    state         varchar(10)   not null,
    ended_at      bigint,
    -- why there is no model
    detail        varchar(2000),
    -- of the model that came of it
    version       varchar(16),
    -- beside the one in force, as JSON
    comparison    mediumtext,
    -- activated or discarded, null until somebody has decided
    decision      varchar(10),
    decided_by    varchar(200),
    decided_at    bigint,
    decided_why   varchar(2000)
);
create index fault_training_asked on fault_training (asked_at);
create index fault_training_state on fault_training (state);
create index fault_training_version on fault_training (version);

-- The card of a model that is kept, and its pictures.
create table fault_model_card (
    version varchar(16)  not null,
    name    varchar(200) not null,
    body    mediumtext   not null,
    primary key (version, name)
);
