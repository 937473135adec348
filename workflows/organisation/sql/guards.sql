-- The last judges of posts and entrustments, whoever writes them and however many write at once. The verbs turn the
-- constraint's name into a sentence in the reader's language.

CREATE OR REPLACE FUNCTION tongban_posts_exclude() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  administrators constant text[] := '{SYSTEM_ADMIN,SECURITY_ADMIN,AUDIT_ADMIN}';
BEGIN
  IF NEW.role = ANY (administrators) AND NEW.desk_id IS NOT NULL THEN
    RAISE EXCEPTION 'An administrator sees no cases and therefore stands at no desk.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_stand_at_no_desk';
  END IF;
  -- Two appointments of one person take turns; the next statement sees what the first has committed.
  PERFORM FROM workflows_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM workflows_post other
     WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
       AND (NEW.role = ANY (administrators) OR other.role = ANY (administrators))
       AND daterange(other.valid_from, other.valid_to) && daterange(NEW.valid_from, NEW.valid_to)
  ) THEN
    RAISE EXCEPTION 'The three administrators exclude one another and every other post (GB/T 22239-2019 8.1.5).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_hold_no_other_post';
  END IF;
  -- Standing in for a clerk is a clerk's work.
  IF NEW.role = ANY (administrators) AND EXISTS (
    SELECT FROM workflows_deputyship standing
     WHERE standing.deputy_id = NEW.person_id AND standing.revoked_at IS NULL
       AND daterange(standing.valid_from, standing.valid_to) && daterange(NEW.valid_from, NEW.valid_to)
  ) THEN
    RAISE EXCEPTION 'The three administrators exclude one another and every other post (GB/T 22239-2019 8.1.5).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_hold_no_other_post';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER administrators_hold_no_other_post BEFORE INSERT OR UPDATE ON workflows_post
  FOR EACH ROW EXECUTE FUNCTION tongban_posts_exclude();

CREATE OR REPLACE FUNCTION tongban_entrusts_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Both organs are locked in the order of their keys, so that two entrustments that meet in one organ take turns.
  PERFORM FROM workflows_organ WHERE id IN (NEW.issuer_id, NEW.handler_id) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM workflows_entrustment other
     WHERE other.id <> NEW.id AND (other.handler_id = NEW.issuer_id OR other.issuer_id = NEW.handler_id)
       AND daterange(other.valid_from, other.valid_to) && daterange(NEW.valid_from, NEW.valid_to)
  ) THEN
    RAISE EXCEPTION 'An entrusted organ may not entrust further (许可法 24).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entrusted_organ_entrusts_nobody';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER entrusted_organ_entrusts_nobody BEFORE INSERT OR UPDATE ON workflows_entrustment
  FOR EACH ROW EXECUTE FUNCTION tongban_entrusts_once();
