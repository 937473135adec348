-- The last judges of addresses, whoever writes them and however many write at once.

CREATE FUNCTION tongban_addresses_follow() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Two moves of one enterprise take turns; the next statement sees what the first has committed.
  PERFORM FROM enterprises_enterprise WHERE id = NEW.enterprise_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM enterprises_enterpriseaddress other
     WHERE other.enterprise_id = NEW.enterprise_id AND other.id <> NEW.id
       AND daterange(other.valid_from, other.valid_to) && daterange(NEW.valid_from, NEW.valid_to)
  ) THEN
    RAISE EXCEPTION 'An enterprise has one address on any day (条例 11).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'one_address_on_any_day';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER one_address_on_any_day BEFORE INSERT OR UPDATE ON enterprises_enterpriseaddress
  FOR EACH ROW EXECUTE FUNCTION tongban_addresses_follow();

CREATE FUNCTION tongban_is_seated() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  seated bigint := CASE TG_TABLE_NAME WHEN 'enterprises_enterprise' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                      ELSE (to_jsonb(NEW) ->> 'enterprise_id')::bigint END;
BEGIN
  IF NOT EXISTS (
    SELECT FROM enterprises_enterpriseaddress WHERE enterprise_id = seated AND valid_to IS NULL
  ) THEN
    RAISE EXCEPTION 'An enterprise has an address that is still valid (条例 11).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'an_enterprise_is_somewhere';
  END IF;
  RETURN NULL;
END $$;

-- Judged at commit, because the enterprise is written before its address, and an address ended before the next begins.
CREATE CONSTRAINT TRIGGER an_enterprise_is_somewhere AFTER INSERT ON enterprises_enterprise
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tongban_is_seated();
CREATE CONSTRAINT TRIGGER an_enterprise_stays_somewhere AFTER UPDATE OF valid_to ON enterprises_enterpriseaddress
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tongban_is_seated();

-- What was registered is never removed; of an address nothing changes but its end.
REVOKE DELETE, TRUNCATE ON enterprises_enterprise, enterprises_enterpriseaddress FROM tongban_app, tongban_worker;
REVOKE UPDATE ON enterprises_enterpriseaddress FROM tongban_app, tongban_worker;
GRANT UPDATE (valid_to) ON enterprises_enterpriseaddress TO tongban_app, tongban_worker;
