// The tables of the lists: one narrow line per order, matter and deadline with what is filtered and sorted by, and beside it the row as it is shown.

/** Made with the other tables. `turns_on` is the first day on which a line may be another one; empty: something was recorded since. */
export const listTables = `
    CREATE TABLE list_turns (
      kind TEXT NOT NULL, office TEXT NOT NULL, id TEXT NOT NULL, made_for TEXT NOT NULL, turns_on TEXT NOT NULL,
      PRIMARY KEY (kind, office, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX list_turns_due ON list_turns (turns_on);
    CREATE INDEX list_turns_made ON list_turns (made_for);
    CREATE TABLE list_made (with_law TEXT NOT NULL) STRICT;
    CREATE TABLE order_list (
      office TEXT NOT NULL, id TEXT NOT NULL, matter TEXT NOT NULL, statute TEXT NOT NULL, status TEXT NOT NULL, open INTEGER NOT NULL,
      number TEXT NOT NULL, respondent TEXT NOT NULL, search TEXT NOT NULL,
      issued_on TEXT NOT NULL, recorded_at TEXT NOT NULL, due_on TEXT NOT NULL,
      overdue INTEGER NOT NULL, unserved INTEGER NOT NULL, in_court INTEGER NOT NULL, routes INTEGER NOT NULL,
      served_on TEXT, challenged_on TEXT, decided_on TEXT, escalated_on TEXT, ended_on TEXT,
      UNIQUE (office, id)
    ) STRICT;
    CREATE INDEX order_list_due ON order_list (due_on, office, id);
    CREATE INDEX order_list_issued ON order_list (issued_on, office, id);
    CREATE INDEX order_list_changed ON order_list (recorded_at, office, id);
    CREATE INDEX order_list_number ON order_list (number, office, id);
    CREATE INDEX order_list_respondent ON order_list (respondent, office, id);
    CREATE INDEX order_list_matter ON order_list (matter, office, id);
    CREATE INDEX order_list_overdue ON order_list (due_on, office, id) WHERE overdue = 1;
    CREATE INDEX order_list_unserved ON order_list (due_on, office, id) WHERE unserved = 1;
    CREATE INDEX order_list_in_court ON order_list (due_on, office, id) WHERE in_court = 1;
    CREATE INDEX order_list_routes ON order_list (due_on, office, id) WHERE routes = 1;
    CREATE TABLE order_rows (office TEXT NOT NULL, id TEXT NOT NULL, row TEXT NOT NULL, UNIQUE (office, id)) STRICT;
    CREATE TABLE due_list (
      office TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, matter TEXT NOT NULL, deadline TEXT NOT NULL,
      date TEXT NOT NULL, stayed INTEGER NOT NULL, overdue INTEGER NOT NULL, respondent TEXT NOT NULL, search TEXT NOT NULL, row TEXT NOT NULL,
      UNIQUE (office, kind, id, key)
    ) STRICT;
    CREATE INDEX due_list_date ON due_list (date, office, kind, id, key);
    CREATE INDEX due_list_soon ON due_list (office, date) WHERE stayed = 0 AND overdue = 0;
    CREATE INDEX due_list_overdue ON due_list (date, office, kind, id, key) WHERE overdue = 1;
    CREATE INDEX due_list_matter ON due_list (matter);
    CREATE TABLE matter_list (
      matter TEXT PRIMARY KEY, offices TEXT NOT NULL, respondent TEXT NOT NULL, title TEXT NOT NULL, search TEXT NOT NULL,
      opened_on TEXT NOT NULL, recorded_at TEXT NOT NULL, due_on TEXT NOT NULL, overdue INTEGER NOT NULL, open INTEGER NOT NULL, row TEXT NOT NULL
    ) STRICT;
    CREATE INDEX matter_list_due ON matter_list (due_on, matter);
    CREATE INDEX matter_list_opened ON matter_list (opened_on, matter);
    CREATE INDEX matter_list_changed ON matter_list (recorded_at, matter);
    CREATE INDEX matter_list_respondent ON matter_list (respondent, matter);
    -- Of each joint action when its line was made, and after which instant it may be another one; empty: something was recorded since.
    CREATE TABLE joint_turns (joint TEXT PRIMARY KEY, made_at TEXT NOT NULL, turns_after TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX joint_turns_after ON joint_turns (turns_after);
    CREATE INDEX joint_turns_made ON joint_turns (made_at);
    -- As this office sees them.
    CREATE TABLE joint_made (for_office TEXT NOT NULL) STRICT;
    CREATE TABLE joint_list (
      joint TEXT PRIMARY KEY, proposer TEXT NOT NULL, action TEXT NOT NULL, matter TEXT NOT NULL, status TEXT NOT NULL, number TEXT NOT NULL,
      proposed_on TEXT NOT NULL, reply_by TEXT NOT NULL, moment TEXT NOT NULL, waits TEXT NOT NULL, waits_for TEXT NOT NULL, row TEXT NOT NULL
    ) STRICT;
    CREATE INDEX joint_list_waiting ON joint_list (waits, proposed_on, joint);
    CREATE INDEX joint_list_proposed ON joint_list (proposed_on, joint);
    CREATE INDEX joint_list_reply ON joint_list (reply_by, joint);
    CREATE INDEX joint_list_moment ON joint_list (moment, joint);
    CREATE INDEX joint_list_number ON joint_list (number, joint);
    CREATE INDEX joint_list_matter ON joint_list (matter, joint);
`
