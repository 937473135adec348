-- A case has one custodian at every instant: custody moves to the district it was offered to, and to no other one.

CREATE FUNCTION tongban_lawful_custody() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'Custody of a case that has ended stays where it is.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'custody_of_an_ended_case_stays';
  END IF;
  IF NEW.district_id = OLD.district_id THEN
    IF NEW.parties IS DISTINCT FROM OLD.parties THEN
      RAISE EXCEPTION 'Parties move with custody only.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_move_with_custody';
    END IF;
  ELSIF OLD.offered_to_id IS DISTINCT FROM NEW.district_id OR NEW.offered_to_id IS NOT NULL
     OR NOT OLD.district_id = ANY (NEW.keeps_sight) THEN
    RAISE EXCEPTION 'Custody moves to the district it was offered to, and the old one keeps sight of the case.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'custody_follows_an_offer';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER custody_moves_lawfully BEFORE UPDATE OF district_id, offered_to_id, parties, keeps_sight, districts
  ON workflows_case FOR EACH ROW
  WHEN ((OLD.district_id, OLD.offered_to_id, OLD.parties, OLD.keeps_sight, OLD.districts)
        IS DISTINCT FROM (NEW.district_id, NEW.offered_to_id, NEW.parties, NEW.keeps_sight, NEW.districts))
  EXECUTE FUNCTION tongban_lawful_custody();
