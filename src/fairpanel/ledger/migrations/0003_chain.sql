-- The audit chain only grows, like everything else in the books; what it stands for is proven by `fairpanel ledger check`.

CREATE TRIGGER ledger_link_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger_link
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
