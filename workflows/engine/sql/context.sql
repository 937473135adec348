-- The owner migrates, the worker and the audit serve every district; only the app is held to its context. The session's
-- role is asked, because inside the engine's functions the current one is always the owner. The expressions stand here
-- in full, as sub-selects, so that a query evaluates each once and not once a row.

ALTER TABLE workflows_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_case FORCE ROW LEVEL SECURITY;
CREATE POLICY case_is_seen_by_its_districts_and_its_applicant ON workflows_case USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR districts && (SELECT string_to_array(nullif(current_setting('tongban.districts', true), ''), ',')::bigint[])
  OR applicant = ANY ((SELECT string_to_array(nullif(current_setting('tongban.applicants', true), ''), ',')::bigint[])::bigint[])
);

ALTER TABLE workflows_casefile ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_casefile FORCE ROW LEVEL SECURITY;
CREATE POLICY file_is_seen_with_its_case ON workflows_casefile USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[]) OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

ALTER TABLE workflows_actcontent ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_actcontent FORCE ROW LEVEL SECURITY;
CREATE POLICY content_is_seen_with_its_case ON workflows_actcontent USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

ALTER TABLE workflows_casestep ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_casestep FORCE ROW LEVEL SECURITY;
CREATE POLICY step_is_seen_by_its_district_and_with_its_case ON workflows_casestep USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR district_id = ANY ((SELECT string_to_array(nullif(current_setting('tongban.districts', true), ''), ',')::bigint[])::bigint[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

ALTER TABLE workflows_journalrow ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_journalrow FORCE ROW LEVEL SECURITY;
CREATE POLICY row_is_seen_with_its_case ON workflows_journalrow USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[]) OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);
