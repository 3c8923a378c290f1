-- What a model saw and said, as counts of each hour: whether that is what it was trained on is asked over days, across restarts.
create table model_hour (
    version   varchar(16) not null,
    starts_at bigint      not null,
    -- of the score and of each feature how many rows lie between which edges, the numbers by commas, the features by semicolons
    counts    mediumtext  not null,
    primary key (version, starts_at)
);
create index model_hour_by_age on model_hour (starts_at);

-- At moments that are as far apart as the model looks ahead: the faults that its probabilities promised, and those that came.
create table model_moment (
    version   varchar(16) not null,
    starts_at bigint      not null,
    expected  double      not null,
    -- the sum of p * (1 - p)
    variance  double      not null,
    came      int         not null,
    primary key (version, starts_at)
);
create index model_moment_by_age on model_moment (starts_at);
