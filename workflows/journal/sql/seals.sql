-- Seals only ever grow. Public keys are added by the owner's command alone, because whoever adds a key could sign with it.

CREATE TRIGGER seals_are_append_only BEFORE UPDATE OR DELETE ON workflows_seal
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER seals_are_never_emptied BEFORE TRUNCATE ON workflows_seal
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER leaves_are_append_only BEFORE UPDATE OR DELETE ON workflows_sealleaf
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER leaves_are_never_emptied BEFORE TRUNCATE ON workflows_sealleaf
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER keys_are_append_only BEFORE UPDATE OR DELETE ON workflows_sealkey
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER keys_are_never_emptied BEFORE TRUNCATE ON workflows_sealkey
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER countersignatures_are_append_only BEFORE UPDATE OR DELETE ON workflows_countersignature
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER countersignatures_are_never_emptied BEFORE TRUNCATE ON workflows_countersignature
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();

-- The second signature is worth something because it is somebody else's.
CREATE FUNCTION tongban_countersigned_elsewhere() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM workflows_seal seal
      JOIN workflows_sealkey first ON first.id = seal.key_id
      JOIN workflows_sealkey second ON second.id = NEW.key_id
     WHERE seal.number = NEW.seal_id AND first.district_id = second.district_id
  ) THEN
    RAISE EXCEPTION 'A seal is countersigned by another district.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'seal_is_countersigned_elsewhere';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER seal_is_countersigned_elsewhere BEFORE INSERT ON workflows_countersignature
  FOR EACH ROW EXECUTE FUNCTION tongban_countersigned_elsewhere();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON
  workflows_seal, workflows_sealleaf, workflows_sealkey, workflows_countersignature FROM tongban_app;
REVOKE UPDATE, DELETE, TRUNCATE ON workflows_seal, workflows_sealleaf, workflows_countersignature FROM tongban_worker;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON workflows_sealkey FROM tongban_worker;
-- Which cases there are is nobody's business at a page; the seals themselves are public.
REVOKE SELECT ON workflows_sealleaf FROM tongban_app;
