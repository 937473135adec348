-- Whoever exercises a post: its holder and, while a deputyship is in force, the deputy. A deputy's right begins and ends
-- with the holder's, and a closed account, of either, exercises nothing. There are no chains: what a deputyship names is
-- a post, and a deputyship is none.
CREATE OR REPLACE VIEW workflows_exercised AS
  SELECT post.id AS post, post.person_id AS person, NULL::bigint AS deputy_for, post.desk_id AS desk, post.role,
         post.valid_from, post.valid_to, NULL::varchar[] AS excluded
    FROM workflows_post post
    JOIN workflows_person holder ON holder.id = post.person_id AND holder.is_active
  UNION ALL
  SELECT post.id, standing.deputy_id, post.person_id, post.desk_id, post.role,
         greatest(post.valid_from, standing.valid_from), least(post.valid_to, standing.valid_to), standing.excluded
    FROM workflows_deputyship standing
    JOIN workflows_post post ON post.id = standing.post_id
    JOIN workflows_person holder ON holder.id = post.person_id AND holder.is_active
    JOIN workflows_person deputy ON deputy.id = standing.deputy_id AND deputy.is_active
   WHERE standing.revoked_at IS NULL;

-- The last judge of deputyships, whoever writes them.
CREATE OR REPLACE FUNCTION tongban_deputies_stand_in() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held workflows_post;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.revoked_at IS NOT NULL OR to_jsonb(NEW) - '{revoked_at,revoked_by_id}'::text[] <>
                                     to_jsonb(OLD) - '{revoked_at,revoked_by_id}'::text[] THEN
      RAISE EXCEPTION 'A deputyship is revoked once and never turned into another.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_deputyship_stays_what_it_is';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO STRICT held FROM workflows_post WHERE id = NEW.post_id;
  IF held.person_id = NEW.deputy_id THEN
    RAISE EXCEPTION 'Nobody stands in for themselves.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_is_their_own_deputy';
  END IF;
  IF held.desk_id IS NULL THEN
    RAISE EXCEPTION 'Only a post at a desk has a deputy.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_deputy_stands_at_a_desk';
  END IF;
  -- A deputyship and an appointment of one person take turns; the next statement sees what the first has committed.
  PERFORM FROM workflows_person WHERE id = NEW.deputy_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM workflows_post other
     WHERE other.person_id = NEW.deputy_id AND other.role IN ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN')
       AND daterange(other.valid_from, other.valid_to) && daterange(NEW.valid_from, NEW.valid_to)
  ) THEN
    RAISE EXCEPTION 'An administrator stands in for nobody (GB/T 22239-2019 8.1.5).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_hold_no_other_post';
  END IF;
  IF EXISTS (
    SELECT FROM workflows_deputyship other
     WHERE other.post_id = NEW.post_id AND other.deputy_id = NEW.deputy_id AND other.revoked_at IS NULL
       AND daterange(other.valid_from, other.valid_to) && daterange(NEW.valid_from, NEW.valid_to)
  ) THEN
    RAISE EXCEPTION 'This deputy is named for this post already, for days that overlap.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_deputy_is_named_once_at_a_time';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER deputies_stand_in BEFORE INSERT OR UPDATE ON workflows_deputyship
  FOR EACH ROW EXECUTE FUNCTION tongban_deputies_stand_in();
CREATE OR REPLACE TRIGGER deputyships_are_kept BEFORE DELETE ON workflows_deputyship
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE OR REPLACE TRIGGER deputyships_are_never_emptied BEFORE TRUNCATE ON workflows_deputyship
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
REVOKE DELETE, TRUNCATE ON workflows_deputyship FROM tongban_app, tongban_worker;
