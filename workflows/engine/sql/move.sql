-- Moves a case to another version of its standard: its open steps get the names, desks and dates the rules decided.
CREATE OR REPLACE FUNCTION tongban_change_version(case_key bigint, w jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE workflows_casestep s
     SET key = c.key, party = c.party, due_at = c.due_at, silence_at = c.silence_at,
         desk_id = (SELECT desk.id FROM workflows_desk desk
                     WHERE desk.district_id = s.district_id AND desk.kind = c.desk AND desk.valid_to IS NULL),
         claimed_by_id = c.claimed_by, claimed_at = CASE WHEN c.claimed_by IS NOT NULL THEN s.claimed_at END
    FROM jsonb_to_recordset(w -> 'changes') AS c (
           id bigint, key text, party text, desk text, due_at timestamptz, silence_at timestamptz, claimed_by bigint)
   WHERE s.id = c.id AND s.case_id = case_key AND s.closed_at IS NULL;
  UPDATE workflows_case SET standard_id = (w ->> 'standard')::bigint WHERE id = case_key;
END $$;

-- A case keeps its version unless its last journal row says that it moves from this one to that one, both of one
-- standard; whoever asks, the owner included. Only published versions have a row to point to.
CREATE OR REPLACE FUNCTION tongban_moves_by_a_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  source workflows_standardversion;
  target workflows_standardversion;
  last workflows_journalrow;
BEGIN
  SELECT * INTO source FROM workflows_standardversion WHERE id = OLD.standard_id;
  SELECT * INTO target FROM workflows_standardversion WHERE id = NEW.standard_id;
  SELECT * INTO last FROM workflows_journalrow WHERE case_id = NEW.id ORDER BY seq DESC LIMIT 1;
  IF source.key IS DISTINCT FROM target.key OR last.verb NOT IN ('MOVE', 'MOVE_BACK')
     OR last.payload -> 'move' ->> 'source' IS DISTINCT FROM source.digest
     OR last.payload -> 'move' ->> 'target' IS DISTINCT FROM target.digest THEN
    RAISE EXCEPTION 'A case changes its version by a journal row that says so, and only to one of the same standard.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_changes_version_by_a_row';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS case_changes_version_by_a_row ON workflows_case;
CREATE TRIGGER case_changes_version_by_a_row BEFORE UPDATE OF standard_id ON workflows_case
  FOR EACH ROW WHEN (OLD.standard_id <> NEW.standard_id) EXECUTE FUNCTION tongban_moves_by_a_row();
