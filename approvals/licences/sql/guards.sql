-- Licences: who reads them, who writes them, and the last judge of their life and their versions.

ALTER TABLE approvals_licence ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_licence FORCE ROW LEVEL SECURITY;
-- The owner as *current* user is let through for one function alone, ``licence_shown`` below: the app cannot become it.
CREATE POLICY licence_is_seen_by_its_district_its_holder_and_with_its_case ON approvals_licence USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR current_user = 'tongban_owner'
  OR district_id = ANY ((SELECT string_to_array(nullif(current_setting('tongban.districts', true), ''), ',')::bigint[])::bigint[])
  OR holder_id = ANY ((SELECT string_to_array(nullif(current_setting('tongban.applicants', true), ''), ',')::bigint[])::bigint[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

ALTER TABLE approvals_registerexchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_registerexchange FORCE ROW LEVEL SECURITY;
CREATE POLICY exchange_is_seen_with_its_case ON approvals_registerexchange USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

CREATE TRIGGER exchange_is_append_only BEFORE UPDATE OR DELETE ON approvals_registerexchange
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER exchanges_are_never_emptied BEFORE TRUNCATE ON approvals_registerexchange
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();

CREATE SEQUENCE approvals_licence_serial;

CREATE FUNCTION tongban_licence_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.previous_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM approvals_licence before
     WHERE before.id = NEW.previous_id AND before.version + 1 = NEW.version
       AND before.serial = NEW.serial AND before.type_code = NEW.type_code
       AND (NEW.holder_id IS NULL OR before.holder_id = NEW.holder_id)
  ) THEN
    RAISE EXCEPTION 'A version of a licence follows the one before it, of the same holder and number.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_versions_follow';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER licence_versions_follow BEFORE INSERT OR UPDATE ON approvals_licence
  FOR EACH ROW EXECUTE FUNCTION tongban_licence_follows();

CREATE FUNCTION tongban_licence_life() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.state <> NEW.state AND NOT (OLD.state || '>' || NEW.state = ANY (ARRAY[
    'PENDING>CURRENT', 'CURRENT>SUPERSEDED', 'CURRENT>SUSPENDED', 'SUSPENDED>CURRENT',
    'CURRENT>REVOKED', 'SUSPENDED>REVOKED', 'CURRENT>WITHDRAWN', 'SUSPENDED>WITHDRAWN',
    'CURRENT>CANCELLED', 'SUSPENDED>CANCELLED', 'CURRENT>EXPIRED', 'SUSPENDED>EXPIRED',
    'CURRENT>DEREGISTERED', 'SUSPENDED>DEREGISTERED', 'REVOKED>DEREGISTERED', 'WITHDRAWN>DEREGISTERED',
    'CANCELLED>DEREGISTERED', 'EXPIRED>DEREGISTERED'])) THEN
    RAISE EXCEPTION 'A licence does not go from % to %.', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_lives_lawfully';
  END IF;
  -- What a licence says is settled when it takes effect.
  IF OLD.state <> 'PENDING' AND (OLD.holder_id, OLD.valid_from, OLD.said, OLD.digest, OLD.scope)
     IS DISTINCT FROM (NEW.holder_id, NEW.valid_from, NEW.said, NEW.digest, NEW.scope) THEN
    RAISE EXCEPTION 'What a licence says does not change; the next version says something else.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_says_what_it_said';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER licence_lives_lawfully BEFORE UPDATE ON approvals_licence
  FOR EACH ROW EXECUTE FUNCTION tongban_licence_life();

-- Licences are facts the worker writes down after the register's answer; the app reads them.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON approvals_licence, approvals_registerexchange FROM tongban_app;
REVOKE UPDATE, DELETE, TRUNCATE ON approvals_licence, approvals_registerexchange FROM tongban_worker;
GRANT UPDATE (holder_id, state, state_at, document, scope, valid_from, valid_to, said, digest, sample)
  ON approvals_licence TO tongban_worker;
REVOKE ALL ON simulated_register_request, simulated_register_code FROM tongban_app;
REVOKE DELETE, TRUNCATE ON simulated_register_request, simulated_register_code FROM tongban_worker;
