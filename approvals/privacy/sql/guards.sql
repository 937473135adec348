-- Looks at personal values are written down for good; what is kept may be erased by two people, and by nobody alone.

CREATE TRIGGER accesses_are_append_only BEFORE UPDATE OR DELETE ON approvals_access
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER accesses_are_never_emptied BEFORE TRUNCATE ON approvals_access
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER retentions_are_append_only BEFORE UPDATE OR DELETE ON approvals_retention
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER retentions_are_never_emptied BEFORE TRUNCATE ON approvals_retention
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();

-- A decision and a lifting are written once, and nothing else of either row changes.
CREATE FUNCTION tongban_decided_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
BEGIN
  IF coalesce(before ->> 'decided_at', before ->> 'lifted_at') IS NOT NULL
     OR before - '{decided_by_id,decided_at,outcome,lifted_by_id,lifted_at}'::text[]
        <> after - '{decided_by_id,decided_at,outcome,lifted_by_id,lifted_at}'::text[] THEN
    RAISE EXCEPTION 'What was asked stays as it was asked, and is decided once.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'privacy_is_decided_once';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER erasure_is_decided_once BEFORE UPDATE ON approvals_erasure
  FOR EACH ROW EXECUTE FUNCTION tongban_decided_once();
CREATE TRIGGER erasures_are_never_removed BEFORE DELETE ON approvals_erasure
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER hold_is_lifted_once BEFORE UPDATE ON approvals_legalhold
  FOR EACH ROW EXECUTE FUNCTION tongban_decided_once();
CREATE TRIGGER holds_are_never_removed BEFORE DELETE ON approvals_legalhold
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();

-- What somebody wrote when they acted stays too, but for the mark of an erasure that keeps the journal's digest of it.
CREATE FUNCTION tongban_content_for_good() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  stone jsonb;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    stone := NEW.body -> 'erased';
    IF (NEW.case_id, NEW.seq) = (OLD.case_id, OLD.seq) AND NEW.body = jsonb_build_object('erased', stone)
       AND EXISTS (
         SELECT FROM approvals_erasure e
           JOIN workflows_journalrow j ON j.case_id = e.case_id AND j.seq = OLD.seq
          WHERE e.id = (stone ->> 'erasure')::bigint AND e.case_id = OLD.case_id AND e.outcome = 'ERASED'
            AND 'CONTENTS' = ANY (e.classes) AND j.payload ->> 'content' = stone ->> 'digest')
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'What somebody wrote when they acted is never changed or removed.'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_content_never_changes';
END $$;

CREATE TRIGGER a_content_never_changes BEFORE UPDATE OR DELETE ON workflows_actcontent
  FOR EACH ROW EXECUTE FUNCTION tongban_content_for_good();

REVOKE UPDATE, DELETE, TRUNCATE ON approvals_access, approvals_retention, approvals_erasure, approvals_legalhold
  FROM tongban_app, tongban_worker;
GRANT UPDATE (lifted_by_id, lifted_at) ON approvals_legalhold TO tongban_app;

-- The owner as *current* user is let through for the functions below alone: the app cannot become it.
ALTER TABLE approvals_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_access FORCE ROW LEVEL SECURITY;
CREATE POLICY access_is_seen_by_who_is_concerned ON approvals_access FOR SELECT USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case c WHERE c.id = case_id AND c.applicant = ANY (
       (SELECT string_to_array(nullif(current_setting('tongban.applicants', true), ''), ',')::bigint[])::bigint[]))
);
CREATE POLICY access_is_noted_by_who_sees_the_case ON approvals_access FOR INSERT WITH CHECK (
  session_user = ANY ('{tongban_owner,tongban_worker}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

ALTER TABLE approvals_legalhold ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_legalhold FORCE ROW LEVEL SECURITY;
CREATE POLICY hold_is_seen_with_its_case ON approvals_legalhold USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);

ALTER TABLE approvals_erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals_erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY erasure_is_seen_with_its_case ON approvals_erasure FOR SELECT USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);
CREATE POLICY erasure_begins_undecided ON approvals_erasure FOR INSERT WITH CHECK (
  outcome = '' AND EXISTS (SELECT FROM workflows_case WHERE workflows_case.id = case_id)
);
CREATE POLICY erasure_is_decided_by_the_function ON approvals_erasure FOR UPDATE USING (current_user = 'tongban_owner');

-- Decides a request as its second person. Answers 'done', or why not. An erasure needs its journal row, written in the
-- same transaction: nothing is erased that the chain does not tell of.
CREATE FUNCTION privacy_decide(person bigint, today date, wanted bigint, decision text, at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked approvals_erasure;
  held workflows_case;
  stone jsonb;
BEGIN
  PERFORM tongban_enter(person, today, '{}');
  SELECT * INTO asked FROM approvals_erasure WHERE id = wanted FOR NO KEY UPDATE;
  IF NOT FOUND OR asked.outcome <> '' THEN
    RETURN 'decided';
  END IF;
  SELECT * INTO STRICT held FROM workflows_case WHERE id = asked.case_id FOR NO KEY UPDATE;
  IF asked.asked_by_id = person THEN
    RETURN 'same';
  END IF;
  IF NOT EXISTS (
    SELECT FROM workflows_post post
      JOIN workflows_person holder ON holder.id = post.person_id AND holder.is_active
      LEFT JOIN workflows_desk desk ON desk.id = post.desk_id
     WHERE post.person_id = person AND post.role = 'SUPERVISOR' AND post.valid_from <= today
       AND (post.valid_to IS NULL OR post.valid_to > today)
       AND (post.desk_id IS NULL OR desk.district_id = held.district_id)
  ) THEN
    RETURN 'post';
  END IF;
  IF decision = 'REFUSED' THEN
    UPDATE approvals_erasure SET outcome = 'REFUSED', decided_by_id = person, decided_at = at WHERE id = wanted;
    RETURN 'done';
  END IF;
  IF EXISTS (SELECT FROM approvals_legalhold WHERE case_id = asked.case_id AND lifted_at IS NULL) THEN
    RETURN 'held';
  END IF;
  IF held.closed_at IS NULL THEN
    RETURN 'open';
  END IF;
  IF NOT EXISTS (
    SELECT FROM workflows_journalrow j
     WHERE j.case_id = asked.case_id AND j.verb = 'ERASE' AND j.actor_id = person
       AND j.payload ->> 'erasure' = wanted::text AND j.transaction = pg_current_xact_id()
  ) THEN
    RETURN 'unrecorded';
  END IF;
  UPDATE approvals_erasure SET outcome = 'ERASED', decided_by_id = person, decided_at = at WHERE id = wanted;
  stone := jsonb_build_object('erasure', wanted, 'at', at, 'by', person, 'asked_by', asked.asked_by_id,
                              'reason', asked.reason, 'law', asked.law);
  IF 'FORM' = ANY (asked.classes) THEN
    UPDATE workflows_casefile f
       SET form = jsonb_build_object('erased', stone || jsonb_build_object('digest', sent.form_digest))
      FROM approvals_filing sent
     WHERE sent.case_id = f.case_id AND f.case_id = asked.case_id;
    UPDATE approvals_filing
       SET form = jsonb_build_object('erased', stone || jsonb_build_object('digest', form_digest))
     WHERE case_id = asked.case_id;
  END IF;
  IF 'CONTENTS' = ANY (asked.classes) THEN
    UPDATE workflows_actcontent c
       SET body = jsonb_build_object('erased', stone || jsonb_build_object('digest', j.payload ->> 'content'))
      FROM workflows_journalrow j
     WHERE j.case_id = c.case_id AND j.seq = c.seq AND c.case_id = asked.case_id AND NOT c.body ? 'erased';
  END IF;
  IF 'MATERIALS' = ANY (asked.classes) THEN
    UPDATE approvals_material m SET name = '-', erasure_id = wanted
      FROM approvals_filing sent
     WHERE sent.id = m.filing_id AND sent.case_id = asked.case_id AND m.erasure_id IS NULL;
    UPDATE workflows_casefile f
       SET materials = (
         SELECT coalesce(jsonb_object_agg(kind.key, (
                  SELECT coalesce(jsonb_agg(file || '{"name": "-"}'), '[]') FROM jsonb_array_elements(kind.value) file)), '{}')
           FROM jsonb_each(f.materials) kind)
     WHERE f.case_id = asked.case_id;
  END IF;
  RETURN 'done';
END $$;
REVOKE EXECUTE ON FUNCTION privacy_decide(bigint, date, bigint, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION privacy_decide(bigint, date, bigint, text, timestamptz) TO tongban_app;
