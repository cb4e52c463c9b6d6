/**
 * The tables. Texts are compared byte by byte. Records are JSON as the program wrote it; what is looked for stands in
 * columns beside them. Times are milliseconds since 1970.
 */
export const TABLES = `
-- Ids of the transactions that were committed: tells what became of one whose connection was lost. A fence takes the id of one
-- that was not committed, so that it never will be.
CREATE TABLE batches (
  id uuid PRIMARY KEY,
  is_fence boolean NOT NULL DEFAULT false,
  committed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX batches_by_time ON batches (committed_at);

-- What the store remembers about itself: one row.
CREATE TABLE store (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  demo boolean,
  alive_at bigint,
  clock_offset bigint NOT NULL DEFAULT 0,
  issuer text COLLATE "C"
);
INSERT INTO store DEFAULT VALUES;

-- Texts that are made once for all processes: the signing and cookie keys.
CREATE TABLE kept_texts (name text COLLATE "C" PRIMARY KEY, text text NOT NULL);

-- The processes that have the store open, and the tasks that one of them does for all.
CREATE TABLE processes (id uuid PRIMARY KEY, seen_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE leases (task text COLLATE "C" PRIMARY KEY, process uuid NOT NULL, until timestamptz NOT NULL);

-- How often pools, games and clients have changed.
CREATE TABLE versions (key text COLLATE "C" PRIMARY KEY, version bigint NOT NULL) WITH (fillfactor = 50);
INSERT INTO versions VALUES ('chain', 0), ('clock', 0), ('fees', 0);

-- What moves with a player's matches and money, apart from the record that the player edits.
CREATE TABLE player_states (
  player_id bigint PRIMARY KEY,
  version bigint NOT NULL,
  last_event bigint NOT NULL,
  balances json NOT NULL
) WITH (fillfactor = 50);

CREATE SEQUENCE player_ids;
CREATE TABLE players (
  id bigint PRIMARY KEY,
  username_key text COLLATE "C" NOT NULL,
  record json NOT NULL,
  CONSTRAINT players_username UNIQUE (username_key) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE identities (
  key text COLLATE "C" PRIMARY KEY,
  player_id bigint NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  record json NOT NULL
);
CREATE INDEX identities_by_player ON identities (player_id, position);

CREATE SEQUENCE game_ids;
CREATE TABLE games (id bigint PRIMARY KEY, position bigint GENERATED ALWAYS AS IDENTITY, record json NOT NULL);

CREATE TABLE clients (
  id text COLLATE "C" PRIMARY KEY,
  position bigint GENERATED ALWAYS AS IDENTITY,
  record json NOT NULL
);

-- Every match there ever was. Room on each page, so that a new state goes where the old one is.
CREATE TABLE matches (
  id text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  state text COLLATE "C" NOT NULL,
  challenged bigint,
  deadline bigint,
  record json NOT NULL
) WITH (fillfactor = 60);

-- Who takes part, in the order of a player's history.
CREATE TABLE match_players (
  player_id bigint NOT NULL,
  created_at bigint NOT NULL,
  match_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (player_id, created_at, match_id)
);

-- The matches that are not decided.
CREATE TABLE undecided_matches (
  match_id text COLLATE "C" PRIMARY KEY,
  deadline bigint NOT NULL,
  game_id bigint NOT NULL,
  challenger bigint NOT NULL,
  challenged bigint
) WITH (fillfactor = 70);
CREATE INDEX undecided_by_deadline ON undecided_matches (deadline, match_id);
CREATE INDEX undecided_by_game ON undecided_matches (game_id);
CREATE INDEX undecided_by_challenger ON undecided_matches (challenger);
CREATE INDEX undecided_by_challenged ON undecided_matches (challenged) WHERE challenged IS NOT NULL;

-- The matches that can be accepted, as they are offered.
CREATE TABLE open_matches (
  match_id text COLLATE "C" PRIMARY KEY,
  game_id bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  stake bigint NOT NULL,
  skill_level bigint,
  created_at bigint NOT NULL,
  open_until bigint NOT NULL,
  challenger bigint NOT NULL,
  max_open bigint NOT NULL,
  clients text[] NOT NULL
);
CREATE INDEX open_by_age ON open_matches (game_id, currency, stake, created_at, match_id);
CREATE INDEX open_by_level ON open_matches (game_id, currency, stake, skill_level, created_at, match_id);
CREATE INDEX open_by_level_downwards ON open_matches
  (game_id, currency, stake, (-skill_level), created_at, match_id) WHERE skill_level IS NOT NULL;

-- The ledger. Rows are added and never changed.
CREATE SEQUENCE transfer_numbers;
CREATE TABLE transfers (
  id text COLLATE "C" PRIMARY KEY,
  seq bigint NOT NULL UNIQUE,
  debit text COLLATE "C" NOT NULL,
  credit text COLLATE "C" NOT NULL,
  debit_player bigint,
  credit_player bigint,
  amount bigint NOT NULL CHECK (amount > 0),
  currency text COLLATE "C" NOT NULL,
  match_id text COLLATE "C",
  record json NOT NULL
);
CREATE INDEX transfers_by_match ON transfers (match_id, seq) WHERE match_id IS NOT NULL;
CREATE INDEX transfers_by_debited_player ON transfers (debit_player, seq) WHERE debit_player IS NOT NULL;
CREATE INDEX transfers_by_credited_player ON transfers (credit_player, seq) WHERE credit_player IS NOT NULL;

-- The transfers that no block has yet.
CREATE TABLE unsealed_transfers (seq bigint PRIMARY KEY);

CREATE TABLE blocks (height bigint PRIMARY KEY, record json NOT NULL);

-- What the treasury and the fees hold by the transfers that are in blocks. Those that are not are added when it is read.
CREATE TABLE sealed_balances (
  account text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  balance numeric NOT NULL,
  PRIMARY KEY (account, currency)
);

CREATE TABLE events (
  player_id bigint NOT NULL,
  seq bigint NOT NULL,
  at bigint NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (player_id, seq)
);
CREATE INDEX events_by_time ON events USING brin (at);

CREATE TABLE answers (
  key text COLLATE "C" PRIMARY KEY,
  expires_at bigint NOT NULL,
  player_id bigint,
  record json NOT NULL
);
CREATE INDEX answers_by_expiry ON answers (expires_at);
CREATE INDEX answers_by_player ON answers (player_id) WHERE player_id IS NOT NULL;

CREATE SEQUENCE oauth_writes;
CREATE TABLE oauth_records (
  model text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  written bigint NOT NULL DEFAULT nextval('oauth_writes'),
  grant_id text COLLATE "C",
  uid text COLLATE "C",
  account_id text COLLATE "C",
  client_id text COLLATE "C",
  expires_at bigint,
  record json NOT NULL,
  PRIMARY KEY (model, key)
);
CREATE INDEX oauth_by_grant ON oauth_records (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX oauth_by_uid ON oauth_records (model, uid) WHERE uid IS NOT NULL;
CREATE INDEX oauth_by_account ON oauth_records (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX oauth_by_client ON oauth_records (client_id) WHERE client_id IS NOT NULL;
CREATE INDEX oauth_by_expiry ON oauth_records (expires_at) WHERE expires_at IS NOT NULL;
`

/** Whose tokens were ended or altered lately, for all processes to read. */
export const REVOCATIONS = `
CREATE TABLE revocations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  noted_at timestamptz NOT NULL DEFAULT now(),
  holder json NOT NULL
);
CREATE INDEX revocations_by_transaction ON revocations (transaction);
CREATE INDEX revocations_by_time ON revocations (noted_at);
`

/** Failed attempts, for instance to sign in, that all processes count together. */
export const ATTEMPTS = `
CREATE TABLE attempts (
  key text COLLATE "C" PRIMARY KEY,
  failures double precision NOT NULL,
  at bigint NOT NULL,
  until bigint NOT NULL,
  forgotten_at bigint NOT NULL
);
CREATE INDEX attempts_by_expiry ON attempts (forgotten_at);
`

/** Whether the database is a half-made copy of another store: the id of that copy, from its beginning until it was verified. */
export const COPY = 'ALTER TABLE store ADD COLUMN copy uuid'

/** How far that copy has come, as a `CopyMark`: written together with the records that it counts. */
export const COPIED = 'ALTER TABLE store ADD COLUMN copied json'

/**
 * Old events are found by their time. The BRIN index of the first tables did that only for as long as no page was used again:
 * a page on which old events were replaced by new ones counts as old for ever.
 */
export const EVENT_TIMES = `
DROP INDEX events_by_time;
CREATE INDEX events_by_time ON events (at);
`
