-- Leave to return an application is given once and stays; it is seen with its case.

ALTER TABLE approvals_returnpermission ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_returnpermission FORCE ROW LEVEL SECURITY;
CREATE POLICY return_permission_is_seen_with_its_case ON approvals_returnpermission USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

CREATE TRIGGER return_permission_is_never_changed BEFORE UPDATE OR DELETE ON approvals_returnpermission
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER return_permissions_are_never_emptied BEFORE TRUNCATE ON approvals_returnpermission
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();

REVOKE UPDATE, DELETE, TRUNCATE ON approvals_returnpermission FROM tongban_app, tongban_worker;
