-- What follows a row is the worker's: who serves requests sees the effects of the cases it sees, and changes none.

ALTER TABLE workflows_effect ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_effect FORCE ROW LEVEL SECURITY;
CREATE POLICY effect_is_seen_with_its_case ON workflows_effect USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);
ALTER TABLE workflows_effect ADD CONSTRAINT effect_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES workflows_case (id);

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON workflows_effect, workflows_cursor FROM tongban_app;
REVOKE DELETE, TRUNCATE ON workflows_effect, workflows_cursor FROM tongban_worker;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON
  procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
  FROM tongban_app;

-- A database restored on another server keeps the transaction ids of the old one, which mean nothing there: what the
-- journal held then was committed, so it gets the oldest id there is, and every consumer reads it again from the start.
-- Effects that exist are not made twice. Only the owner may call it, after a restore and before anybody writes.
CREATE FUNCTION tongban_journal_restored() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  ALTER TABLE workflows_journalrow DISABLE TRIGGER journal_is_append_only;
  UPDATE workflows_journalrow SET transaction = '3' WHERE transaction <> '3';
  ALTER TABLE workflows_journalrow ENABLE TRIGGER journal_is_append_only;
  DELETE FROM workflows_cursor;
END $$;
REVOKE EXECUTE ON FUNCTION tongban_journal_restored() FROM PUBLIC;
