-- The proof of an entry at commit, as in `0002_guards.sql`, by one look at its legs instead of three: every entry waits
-- for it, and at the close of a month a thousand of them at once.

CREATE OR REPLACE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines text;
    leg_count integer;
    is_mixed boolean;
    off numeric;
    corrected_key text := '';
    corrected_state text;
BEGIN
    SELECT count(*), string_agg(account.name || ' ' || leg.amount || ' ' || leg.currency, E'\n' ORDER BY leg.id),
           min(leg.currency) <> max(leg.currency), sum(leg.amount)
    INTO leg_count, lines, is_mixed, off
    FROM ledger_leg leg JOIN ledger_account account ON account.id = leg.account_id
    WHERE leg.entry_id = new.id;
    IF is_mixed THEN
        SELECT coalesce(max(abs(sum)), 0) INTO off
        FROM (SELECT sum(amount) FROM ledger_leg WHERE entry_id = new.id GROUP BY currency) in_each;
    END IF;
    IF leg_count < 2 OR off <> 0 THEN
        RAISE EXCEPTION 'The entry % does not balance.', new.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balances';
    END IF;
    IF new.corrects_id IS NOT NULL THEN
        SELECT key, state INTO corrected_key, corrected_state
        FROM ledger_entry WHERE id = new.corrects_id AND id <> new.id;
    END IF;
    IF new.digest <> encode(sha256(convert_to(concat_ws(E'\n', 'entry 1', new.key, new.memo, new.opened_as,
        coalesce(corrected_key, ''), lines), 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'The entry % does not say what its digest stands for.', new.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_digest';
    END IF;
    IF new.corrects_id IS NOT NULL AND corrected_state IS DISTINCT FROM 'posted' THEN
        RAISE EXCEPTION 'The entry % corrects one that is not posted.', new.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_corrects_posted';
    END IF;
    RETURN NULL;
END $$;
