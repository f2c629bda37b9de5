-- The newest format of what the run's journal holds: an older program leaves the run alone.
alter table buster.run add column format integer not null default 1;

-- What a call to the model that is under way may cost, as JSON. Counted when whoever made it died.
alter table buster.run add column reserved text;

-- Whose turn it is to write through an installation of the GitHub App, for all processes together.
create table buster.lane (
  name text primary key,
  next_at timestamptz not null,
  paused_until timestamptz not null default '-infinity'
);
