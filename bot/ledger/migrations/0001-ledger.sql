-- Documents are text, not jsonb: jsonb refuses \u0000 and lone surrogates, which strangers may send,
-- and does not keep the bytes that a hash was made of.

create table buster.delivery (
  id text primary key,
  ordinal bigint generated always as identity,
  event text not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  leased_until timestamptz,
  attempts integer not null default 0,
  outcome text,
  received_at timestamptz not null default clock_timestamp()
);

create index delivery_waiting on buster.delivery (ordinal) where state = 'waiting';

create table buster.run (
  id text primary key,
  -- What never changes during a run.
  doc text not null,
  repository text not null,
  number integer,
  concurrency_key text not null,
  state text not null,
  reason text,
  places text not null,
  cost_usd double precision not null,
  cost_input_tokens double precision not null,
  cost_output_tokens double precision not null,
  cost_turns double precision not null,
  stop_requested_by text,
  version integer not null default 0,
  presented_version integer not null default 0,
  journal_head text not null,
  lease_owner text,
  lease_epoch integer not null default 0,
  lease_expires_at timestamptz,
  -- Who carries out its effects. Without an owner: nobody may before the time is over.
  settling_owner text,
  settling_until timestamptz,
  settling_tries integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

create index run_created on buster.run (created_at desc);
create index run_active on buster.run (concurrency_key)
  where state in ('queued', 'preparing', 'running', 'awaiting_approval', 'applying');
create index run_of_pull_request on buster.run (repository, number, created_at desc);
create index run_unpresented on buster.run (updated_at) where version > presented_version;

create table buster.journal (
  run_id text not null references buster.run (id),
  seq integer not null,
  -- Canonical JSON of {at, entry}: the very text that was hashed.
  body text not null,
  prev text not null,
  hash text not null,
  primary key (run_id, seq)
);

create function buster.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only';
end
$$;

create trigger journal_is_append_only
  before update or delete or truncate on buster.journal
  for each statement execute function buster.refuse_change();

create table buster.effect (
  id text primary key,
  run_id text not null references buster.run (id),
  seq integer not null,
  effect text not null,
  verdict text not null,
  digest text not null,
  state text not null,
  reason text,
  receipt text
);

create index effect_of_run on buster.effect (run_id, seq);

create table buster.approval (
  id text primary key,
  token text not null unique,
  run_id text not null references buster.run (id),
  ordinal bigint generated always as identity,
  -- What was asked; the rest is the answer.
  doc text not null,
  state text not null,
  votes text not null,
  decided_by text,
  decided_at timestamptz,
  decided_as text,
  reason text,
  expires_at timestamptz not null
);

create index approval_of_run on buster.approval (run_id, ordinal);
create index approval_pending on buster.approval (expires_at) where state = 'pending';

create table buster.surface (
  run_id text not null references buster.run (id),
  kind text not null,
  external_id text,
  shown text,
  primary key (run_id, kind)
);

-- Who shows a place (a pull request, a run) at the moment: a message must be created by one process only.
create table buster.showing (
  place text primary key,
  until timestamptz not null
);
