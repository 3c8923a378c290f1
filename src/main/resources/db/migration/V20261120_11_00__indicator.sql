-- A number for each indicator of each service, so that millions of minutes do not repeat two long names. No unique names here:
-- the program knows them all and compares exactly, while MySQL's default collation takes Api and API for one.
create table indicator_series (
  id bigint not null primary key,
  service varchar(200) not null,
  indicator varchar(200) not null
);

-- The figures of each minute, which the history is made from. The key serves the only two questions there are: one
-- series from then to then, and the deletion of what is older; a further index would only slow down the writing.
create table indicator_minute (
  series_id bigint not null,
  starts_at bigint not null,
  samples bigint not null,
  mean double not null,
  -- squared deviations from the mean rather than a sum of squares, which loses the small differences of large values
  squares double not null,
  lowest double not null,
  highest double not null,
  newest double not null,
  newest_at bigint not null,
  primary key (series_id, starts_at)
);

-- The samples themselves, a row a minute, from which the windows come back after a restart. Beside the figures rather than in
-- them, because they are deleted after an hour or so and would be read past on every look at the history. Not a BLOB:
-- a minute has less than 60,000 bytes by construction, and H2 stores larger BLOBs apart from their row.
create table indicator_samples (
  series_id bigint not null,
  starts_at bigint not null,
  body varbinary(60000) not null,
  primary key (series_id, starts_at)
);
