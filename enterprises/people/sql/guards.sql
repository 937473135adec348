-- A letter stays as it was signed: only its revocation is written, once. Nothing of it is removed; personal values may be.

CREATE FUNCTION tongban_revoked_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'A revocation is not taken back; a new letter is needed.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'agent_is_revoked_once';
END $$;

CREATE TRIGGER agent_is_revoked_once BEFORE UPDATE ON enterprises_agent
  FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION tongban_revoked_once();

REVOKE DELETE, TRUNCATE ON enterprises_member, enterprises_agent FROM tongban_app, tongban_worker;
REVOKE UPDATE ON enterprises_agent FROM tongban_app, tongban_worker;
GRANT UPDATE (revoked_at, revoked_by_id) ON enterprises_agent TO tongban_app, tongban_worker;
