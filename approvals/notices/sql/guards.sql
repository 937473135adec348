-- A notice is seen by whom it is for; the worker writes it, and only that it was read is added later, once.

ALTER TABLE approvals_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_notice FORCE ROW LEVEL SECURITY;
-- Supervision is whoever sees every district there is: its context lists them all.
CREATE POLICY notice_is_seen_by_its_audience ON approvals_notice USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR districts && (SELECT string_to_array(nullif(current_setting('tongban.districts', true), ''), ',')::bigint[])
  OR applicant = ANY ((SELECT string_to_array(nullif(current_setting('tongban.applicants', true), ''), ',')::bigint[])::bigint[])
  OR (audience = 'SUPERVISION' AND (SELECT bool_and(district.id = ANY (
       string_to_array(nullif(current_setting('tongban.districts', true), ''), ',')::bigint[])) FROM workflows_district district))
);

CREATE FUNCTION tongban_read_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'A notice that was read stays read.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_is_read_once';
END $$;

CREATE TRIGGER notice_is_read_once BEFORE UPDATE ON approvals_notice
  FOR EACH ROW WHEN (OLD.read_at IS NOT NULL) EXECUTE FUNCTION tongban_read_once();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON approvals_notice FROM tongban_app;
REVOKE UPDATE, DELETE, TRUNCATE ON approvals_notice FROM tongban_worker;
GRANT UPDATE (read_at, read_by_id) ON approvals_notice TO tongban_app;
