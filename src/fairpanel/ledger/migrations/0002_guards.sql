-- What keeps the books right whoever writes to them: this program, another one, or a hand in psql.
-- `fairpanel ledger check` compares every function and trigger below with what the database really runs, letter by
-- letter but for white space: write the triggers as PostgreSQL itself prints them (DELETE before UPDATE, say).

-- 1. A leg is in the currency of its account, and its account is there.

ALTER TABLE ledger_leg ADD CONSTRAINT ledger_leg_currency_of_account
    FOREIGN KEY (account_id, currency) REFERENCES ledger_account (id, currency);

-- 2. Nothing is changed or deleted. A correction is a new entry.
--    Emptying is for tests only: they say so in a setting that nothing else makes.

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('fairpanel.ledger_may_be_emptied', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% of % is refused: the books only grow.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_only_grows';
END $$;

CREATE TRIGGER ledger_account_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_leg_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger_leg
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_only_grows BEFORE DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_total_only_grows BEFORE TRUNCATE ON ledger_total
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- Totals follow from the legs: only the functions below write them, so a hand stands at depth 1 and they at 2 or more.

CREATE FUNCTION ledger_refuse_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '% of % is refused: totals follow from the legs.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_only_grows';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_total_follows BEFORE INSERT OR DELETE OR UPDATE ON ledger_total
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_by_hand();

-- 3. Totals, and the floor: what may not be overdrawn never holds less than its pending entries would take.
--    Such an account has one row, and its lock makes writers wait for each other, so that the floor holds among many.
--    An account without a floor has sixteen, by connection, so that the account everybody pays from is not a queue.
--    Rows are taken in the order of their accounts, so that two writers of one statement each cannot deadlock.

CREATE FUNCTION ledger_add(account_ids bigint[], posted_by bigint[], held_by bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    short text;
BEGIN
    WITH changed AS (
        INSERT INTO ledger_total AS total (account_id, slot, posted, held)
        SELECT account.id,
               CASE WHEN account.may_overdraw THEN pg_backend_pid() % 16 ELSE 0 END,
               sum(move.posted),
               sum(move.held)
        FROM unnest(account_ids, posted_by, held_by) AS move (account_id, posted, held)
        JOIN ledger_account account ON account.id = move.account_id
        GROUP BY account.id, account.may_overdraw
        HAVING sum(move.posted) <> 0 OR sum(move.held) <> 0
        ORDER BY account.id
        ON CONFLICT (account_id, slot) DO UPDATE
            SET posted = total.posted + excluded.posted, held = total.held + excluded.held
        RETURNING total.account_id, total.posted - total.held AS available
    )
    SELECT account.name INTO short
    FROM changed JOIN ledger_account account ON account.id = changed.account_id
    WHERE changed.available < 0 AND NOT account.may_overdraw
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The account % does not hold enough.', short
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_floor', DETAIL = short;
    END IF;
END $$;

CREATE FUNCTION ledger_legs_arrive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- All legs of an entry come in one statement: nothing is slipped under an entry that stands already.
    -- As an array, so that the plan goes by the index however many came the first time.
    IF (SELECT count(*) FROM ledger_leg WHERE entry_id = ANY (ARRAY(SELECT DISTINCT entry_id FROM fresh)))
       <> (SELECT count(*) FROM fresh) THEN
        RAISE EXCEPTION 'The entry has its legs already: an entry is written whole.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_only_grows';
    END IF;
    PERFORM ledger_add(
        array_agg(leg.account_id),
        array_agg(CASE WHEN entry.state = 'posted' THEN leg.amount ELSE 0 END),
        array_agg(CASE WHEN entry.state = 'pending' AND leg.amount < 0 THEN -leg.amount ELSE 0 END)
    )
    FROM fresh leg JOIN ledger_entry entry ON entry.id = leg.entry_id;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_leg_counts AFTER INSERT ON ledger_leg
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_legs_arrive();

-- 4. An entry changes once at most: from pending to posted or void.

CREATE FUNCTION ledger_entry_closes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF old.state <> 'pending' OR new.state NOT IN ('posted', 'void')
       OR (new.id, new.key, new.digest, new.memo, new.opened_as, new.at, new.corrects_id)
          IS DISTINCT FROM (old.id, old.key, old.digest, old.memo, old.opened_as, old.at, old.corrects_id) THEN
        RAISE EXCEPTION 'An entry changes once at most, from pending to posted or void.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_only_grows';
    END IF;
    PERFORM ledger_add(
        array_agg(leg.account_id),
        array_agg(CASE WHEN new.state = 'posted' THEN leg.amount ELSE 0 END),
        array_agg(least(leg.amount, 0))
    )
    FROM ledger_leg leg WHERE leg.entry_id = new.id;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_entry_closes AFTER UPDATE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_closes();

-- 5. At commit every new entry is proven: two legs or more, a sum of zero in each currency, a digest of what it says,
--    and if it corrects another, that one is posted.

CREATE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines text;
    leg_count integer;
BEGIN
    SELECT count(*), string_agg(account.name || ' ' || leg.amount || ' ' || leg.currency, E'\n' ORDER BY leg.id)
    INTO leg_count, lines
    FROM ledger_leg leg JOIN ledger_account account ON account.id = leg.account_id
    WHERE leg.entry_id = new.id;
    IF leg_count < 2 OR EXISTS (
        SELECT FROM ledger_leg WHERE entry_id = new.id GROUP BY currency HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'The entry % does not balance.', new.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balances';
    END IF;
    IF new.digest <> encode(sha256(convert_to(concat_ws(E'\n', 'entry 1', new.key, new.memo, new.opened_as,
        coalesce((SELECT key FROM ledger_entry WHERE id = new.corrects_id), ''), lines), 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'The entry % does not say what its digest stands for.', new.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_digest';
    END IF;
    IF new.corrects_id IS NOT NULL
       AND (SELECT state FROM ledger_entry WHERE id = new.corrects_id AND id <> new.id) IS DISTINCT FROM 'posted' THEN
        RAISE EXCEPTION 'The entry % corrects one that is not posted.', new.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_corrects_posted';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();

-- A total is rewritten in place all day: room on its page keeps that from touching an index.
ALTER TABLE ledger_total SET (fillfactor = 50);
