-- Changes of licences: who reads them, who writes them, and that no licence is touched without one.

ALTER TABLE approvals_licencechange ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_licencechange FORCE ROW LEVEL SECURITY;
CREATE POLICY licence_change_is_seen_with_its_licence ON approvals_licencechange USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR current_user = 'tongban_owner'
  OR EXISTS (SELECT FROM approvals_licence WHERE approvals_licence.id = licence_id)
);

CREATE FUNCTION tongban_licence_change_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'OPEN' THEN
    RAISE EXCEPTION 'What was decided about a licence does not change; the next decision says something else.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_change_is_decided_once';
  END IF;
  IF (OLD.licence_id, OLD.verb, OLD.side, OLD.started_by_id, OLD.started_at, OLD.ground, OLD.reason, OLD.rests_on, OLD.values)
     IS DISTINCT FROM
     (NEW.licence_id, NEW.verb, NEW.side, NEW.started_by_id, NEW.started_at, NEW.ground, NEW.reason, NEW.rests_on, NEW.values) THEN
    RAISE EXCEPTION 'What was proposed for a licence does not change; drop it and propose something else.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_change_stays_as_proposed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER licence_change_is_decided_once BEFORE UPDATE ON approvals_licencechange
  FOR EACH ROW EXECUTE FUNCTION tongban_licence_change_ends();
CREATE TRIGGER licence_changes_are_never_removed BEFORE DELETE ON approvals_licencechange
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER licence_changes_are_never_emptied BEFORE TRUNCATE ON approvals_licencechange
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();

-- A state that hurts or ends a licence, or gives it back, rests on a change decided at that instant.
CREATE FUNCTION tongban_licence_decided() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  demanded text := CASE OLD.state || '>' || NEW.state
    WHEN 'SUSPENDED>CURRENT' THEN 'RESUME'
    ELSE CASE NEW.state WHEN 'SUSPENDED' THEN 'SUSPEND' WHEN 'REVOKED' THEN 'REVOKE' WHEN 'WITHDRAWN' THEN 'WITHDRAW'
                        WHEN 'CANCELLED' THEN 'CANCEL' WHEN 'DEREGISTERED' THEN 'DEREGISTER' WHEN 'EXPIRED' THEN 'EXPIRE' END
  END;
BEGIN
  IF OLD.state <> NEW.state AND demanded IS NOT NULL AND NOT EXISTS (
    SELECT FROM approvals_licencechange c
     WHERE c.licence_id = NEW.id AND c.verb = demanded AND c.state = 'GRANTED' AND c.decided_at = NEW.state_at
  ) THEN
    RAISE EXCEPTION 'Nobody touches a licence without a decision.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_state_rests_on_a_decision';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER licence_state_rests_on_a_decision BEFORE UPDATE OF state ON approvals_licence
  FOR EACH ROW EXECUTE FUNCTION tongban_licence_decided();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON approvals_licencechange FROM tongban_app;
REVOKE DELETE, TRUNCATE ON approvals_licencechange FROM tongban_worker;
GRANT UPDATE (stage) ON approvals_licence TO tongban_worker;
