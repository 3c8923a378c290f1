-- Whoever begins a retraining locks the one row until the process has begun, so that two requests at once cannot begin two. None until then.
create table retraining_turn (
    id       int    not null primary key,
    taken_at bigint not null
);
