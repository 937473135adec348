-- What the session may see, for the length of one transaction.
--
-- A person's districts come from their posts, never from the caller; corridor posts that watch see every district.
-- The applicants a person acts for are known to a later application, which passes them.
CREATE FUNCTION tongban_enter(person bigint, today date, applicants bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT set_config('tongban.applicants', array_to_string(applicants, ','), true),
         set_config('tongban.districts', coalesce(string_agg(DISTINCT district::text, ','), ''), true)
    FROM (SELECT coalesce(desk.district_id, district.id) AS district
            FROM workflows_post post
            LEFT JOIN workflows_desk desk ON desk.id = post.desk_id
            LEFT JOIN workflows_district district
              ON post.desk_id IS NULL AND post.role IN ('SUPERVISOR', 'LEADING_GROUP')
            JOIN workflows_person holder ON holder.id = post.person_id AND holder.is_active
           WHERE post.person_id = person AND post.valid_from <= today AND (post.valid_to IS NULL OR post.valid_to > today)
         ) seen;
$$;

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
