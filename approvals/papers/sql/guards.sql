-- A paper is issued once and stays; it is seen with its case. Only the worker, which makes papers, writes them.

ALTER TABLE approvals_paper ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_paper FORCE ROW LEVEL SECURITY;
CREATE POLICY paper_is_seen_with_its_case ON approvals_paper USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

ALTER TABLE approvals_papernumber ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_papernumber FORCE ROW LEVEL SECURITY;
CREATE POLICY number_is_seen_with_its_case ON approvals_papernumber USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

ALTER TABLE approvals_paper ADD CONSTRAINT paper_bears_its_own_number
  FOREIGN KEY (case_id, seq, result, number) REFERENCES approvals_papernumber (case_id, seq, result, text);
ALTER TABLE approvals_papernumber ADD CONSTRAINT number_follows_a_journal_row
  FOREIGN KEY (case_id, seq) REFERENCES workflows_journalrow (case_id, seq);

CREATE TRIGGER paper_is_never_changed BEFORE UPDATE OR DELETE ON approvals_paper
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER papers_are_never_emptied BEFORE TRUNCATE ON approvals_paper
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER number_is_never_changed BEFORE UPDATE OR DELETE ON approvals_papernumber
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER numbers_are_never_emptied BEFORE TRUNCATE ON approvals_papernumber
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();

-- A series is counted up one by one and never back, whoever counts.
CREATE FUNCTION tongban_counts_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.serial <> OLD.serial + 1 THEN
    RAISE EXCEPTION 'The next number after % is %, not %.', OLD.serial, OLD.serial + 1, NEW.serial
      USING ERRCODE = 'check_violation', CONSTRAINT = 'numbers_run_on_without_a_gap';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER numbers_run_on_without_a_gap BEFORE UPDATE ON approvals_numbercounter
  FOR EACH ROW EXECUTE FUNCTION tongban_counts_up();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON approvals_paper, approvals_papernumber, approvals_numbercounter
  FROM tongban_app;
REVOKE UPDATE, DELETE, TRUNCATE ON approvals_paper, approvals_papernumber FROM tongban_worker;
REVOKE DELETE, TRUNCATE ON approvals_numbercounter FROM tongban_worker;
