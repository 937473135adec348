-- What was sent stays as it was sent. One way leads past that: an erasure that a second person decided, which replaces
-- values by a mark with their digest and changes nothing else. Only the owner's function can go it; see privacy/sql/guards.sql.

CREATE OR REPLACE FUNCTION tongban_sent_for_good() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before jsonb;
  after jsonb;
  stone jsonb;
BEGIN
  IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN
    before := to_jsonb(OLD);
    after := to_jsonb(NEW);
    stone := after -> 'form' -> 'erased';
    IF TG_TABLE_NAME = 'approvals_filing' AND before - 'form' = after - 'form'
       AND after -> 'form' = jsonb_build_object('erased', stone) AND stone ->> 'digest' = before ->> 'form_digest'
       AND EXISTS (
         SELECT FROM approvals_erasure e
          WHERE e.id = (stone ->> 'erasure')::bigint AND e.case_id = (before ->> 'case_id')::bigint
            AND e.outcome = 'ERASED' AND 'FORM' = ANY (e.classes))
    THEN
      RETURN NEW;
    END IF;
    IF TG_TABLE_NAME = 'approvals_material' AND before - 'name' - 'erasure_id' = after - 'name' - 'erasure_id'
       AND before ->> 'erasure_id' IS NULL AND after ->> 'name' = '-'
       AND EXISTS (
         SELECT FROM approvals_erasure e
           JOIN approvals_filing f ON f.case_id = e.case_id
          WHERE e.id = (after ->> 'erasure_id')::bigint AND f.id = (before ->> 'filing_id')::bigint
            AND e.outcome = 'ERASED' AND 'MATERIALS' = ANY (e.classes))
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'What was sent, and what a register said, is never changed or removed.'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_filing_never_changes';
END $$;
