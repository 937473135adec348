-- What was sent stays as it was sent (sent.sql); a draft is its author's alone; a material is seen with what it belongs to.

CREATE TRIGGER a_filing_never_changes BEFORE UPDATE OR DELETE ON approvals_filing
  FOR EACH ROW EXECUTE FUNCTION tongban_sent_for_good();
CREATE TRIGGER filings_are_never_emptied BEFORE TRUNCATE ON approvals_filing
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_sent_for_good();
CREATE TRIGGER a_material_sent_never_changes BEFORE UPDATE OR DELETE ON approvals_material
  FOR EACH ROW WHEN (OLD.filing_id IS NOT NULL) EXECUTE FUNCTION tongban_sent_for_good();
CREATE TRIGGER materials_are_never_emptied BEFORE TRUNCATE ON approvals_material
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_sent_for_good();
CREATE TRIGGER an_extract_never_changes BEFORE UPDATE OR DELETE ON approvals_registerextract
  FOR EACH ROW EXECUTE FUNCTION tongban_sent_for_good();
CREATE TRIGGER extracts_are_never_emptied BEFORE TRUNCATE ON approvals_registerextract
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_sent_for_good();

REVOKE UPDATE, DELETE, TRUNCATE ON approvals_filing FROM tongban_app, tongban_worker;
REVOKE TRUNCATE ON approvals_filingdraft FROM tongban_app, tongban_worker;
-- Of a material nothing changes but whose it is, once: the draft's until it is sent, then the filing's.
REVOKE UPDATE, TRUNCATE ON approvals_material FROM tongban_app, tongban_worker;
GRANT UPDATE (draft_id, filing_id) ON approvals_material TO tongban_app, tongban_worker;
-- Only adapters say what a register says.
REVOKE INSERT ON approvals_registerextract FROM tongban_app;
REVOKE UPDATE, DELETE, TRUNCATE ON approvals_registerextract FROM tongban_app, tongban_worker;

ALTER TABLE approvals_filing ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_filing FORCE ROW LEVEL SECURITY;
CREATE POLICY filing_is_seen_with_its_case ON approvals_filing USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

-- Every person has their own key among the applicants they act for, so a draft is known by its author's.
ALTER TABLE approvals_filingdraft ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_filingdraft FORCE ROW LEVEL SECURITY;
CREATE POLICY draft_is_seen_by_its_author_who_acts_for_its_enterprise ON approvals_filingdraft USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR (
    -person_id = ANY ((SELECT string_to_array(nullif(current_setting('tongban.applicants', true), ''), ',')::bigint[])::bigint[])
    AND (
      enterprise_id IS NULL
      OR enterprise_id = ANY ((SELECT string_to_array(nullif(current_setting('tongban.applicants', true), ''), ',')::bigint[])::bigint[])
    )
  )
);

ALTER TABLE approvals_material ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_material FORCE ROW LEVEL SECURITY;
CREATE POLICY material_is_seen_with_its_draft_or_its_filing ON approvals_material USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM approvals_filingdraft WHERE approvals_filingdraft.id = draft_id)
  OR EXISTS (SELECT FROM approvals_filing WHERE approvals_filing.id = filing_id)
);
