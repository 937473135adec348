-- The log of administrative acts and sign-ins: one row after another, each with the hash of the one before. The database
-- numbers, times and chains the rows, whoever writes them; nobody changes or removes one.
CREATE OR REPLACE FUNCTION tongban_chain_administration() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  last workflows_administrativerow;
BEGIN
  -- Rows take turns until their transactions end, so that the log has neither gaps nor forks.
  PERFORM pg_advisory_xact_lock(hashtextextended('tongban.administration', 0));
  SELECT * INTO last FROM workflows_administrativerow ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.recorded_at := clock_timestamp();
  NEW.previous := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  NEW.hash := sha256(NEW.previous || convert_to(concat_ws('|', NEW.seq, NEW.verb, coalesce(NEW.actor_id::text, '-'),
    coalesce(NEW.person_id::text, '-'), to_char(NEW.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    to_char(NEW.done_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.address, NEW.details::text), 'UTF8'));
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER administration_is_chained BEFORE INSERT ON workflows_administrativerow
  FOR EACH ROW EXECUTE FUNCTION tongban_chain_administration();
CREATE OR REPLACE TRIGGER administration_is_append_only BEFORE UPDATE OR DELETE ON workflows_administrativerow
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE OR REPLACE TRIGGER administration_is_never_emptied BEFORE TRUNCATE ON workflows_administrativerow
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
REVOKE UPDATE, DELETE, TRUNCATE ON workflows_administrativerow FROM tongban_app, tongban_worker;
