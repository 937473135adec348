-- Who may not handle a case: whoever declared a conflict or was ordered to keep away, and whoever the rooms above know to
-- belong to the applicant. Rows come from ``engine_write`` alone, with the journal row that says so.
CREATE OR REPLACE TRIGGER recusal_is_never_changed BEFORE UPDATE OR DELETE ON workflows_recusal
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE OR REPLACE TRIGGER recusals_are_never_emptied BEFORE TRUNCATE ON workflows_recusal
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON workflows_recusal FROM tongban_app, tongban_worker;

ALTER TABLE workflows_recusal ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_recusal FORCE ROW LEVEL SECURITY;
-- The engine asks for recusals declared at other cases of an applicant too, which its caller does not see.
CREATE POLICY recusal_is_seen_with_its_case ON workflows_recusal USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR current_user = 'tongban_owner'
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

-- The port: which of these people belong to the applicant, by what is registered and by what the form names. The kernel
-- knows nobody; a room above replaces the function (回避, 公务员法 76).
CREATE OR REPLACE FUNCTION tongban_conflicts(applicant bigint, form jsonb, people bigint[], today date) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT '{}'::bigint[];
$$;
REVOKE EXECUTE ON FUNCTION tongban_conflicts(bigint, jsonb, bigint[], date) FROM PUBLIC;
