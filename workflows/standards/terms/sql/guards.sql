-- What is compiled for districts is compared with the standard by the database itself: it may only take away. Terms,
-- like versions, are never changed once they are published.

CREATE OR REPLACE FUNCTION tongban_same_in_every_district(body jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
  -- The standard without the places at which a district may have something of its own, and without the list of them.
  SELECT (body #- '{limits,promised}') - 'materials' - 'layers' || jsonb_build_object(
    'steps', (SELECT coalesce(jsonb_agg((step - 'limit' - 'title') #- '{handler,desk}' ORDER BY place), '[]')
                FROM jsonb_array_elements(body -> 'steps') WITH ORDINALITY AS listed (step, place)),
    'desks', (SELECT coalesce(jsonb_agg(desk - 'title' - 'hours' ORDER BY place), '[]')
                FROM jsonb_array_elements(body -> 'desks') WITH ORDINALITY AS listed (desk, place)),
    'notices', (SELECT coalesce(jsonb_agg(notice - 'text' ORDER BY place), '[]')
                  FROM jsonb_array_elements(body -> 'notices') WITH ORDINALITY AS listed (notice, place)),
    'tests', (SELECT coalesce(jsonb_agg(test #- '{expect,due}' ORDER BY place), '[]')
                FROM jsonb_array_elements(body -> 'tests') WITH ORDINALITY AS listed (test, place)));
$$;

CREATE OR REPLACE FUNCTION tongban_limit_is_within(own jsonb, bound jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  -- As many natural days are over in as many working ones, whatever the calendar. No limit is within no limit only.
  SELECT CASE
    WHEN own IS NULL OR jsonb_typeof(own) = 'null' THEN bound IS NULL OR jsonb_typeof(bound) = 'null'
    WHEN bound IS NULL OR jsonb_typeof(bound) = 'null' THEN false
    ELSE (own ->> 'days')::numeric <= (bound ->> 'days')::numeric
         AND (own ->> 'unit' = bound ->> 'unit' OR bound ->> 'unit' = 'WORKING')
  END;
$$;

CREATE OR REPLACE FUNCTION tongban_effective_version_only_takes_away() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  standard workflows_standardversion;
  longer text;
BEGIN
  SELECT * INTO STRICT standard FROM workflows_standardversion WHERE id = NEW.base_id;
  IF standard.base_id IS NOT NULL OR (standard.key, standard.number, standard.valid_from)
     IS DISTINCT FROM (NEW.key, NEW.number, NEW.valid_from) THEN
    RAISE EXCEPTION 'An effective version rests on a published version of the same standard, and has its number and day.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'effective_version_rests_on_a_published_one';
  END IF;
  IF tongban_same_in_every_district(NEW.body) IS DISTINCT FROM tongban_same_in_every_district(standard.body) THEN
    RAISE EXCEPTION 'Steps, conditions, checks and everything else but limits, desks, texts and materials are the same in every district.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'effective_version_adds_nothing';
  END IF;
  IF EXISTS (SELECT FROM jsonb_array_elements(NEW.body -> 'materials') own
              WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(standard.body -> 'materials') asked WHERE asked = own)) THEN
    RAISE EXCEPTION 'A district asks for no other document than the standard.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'effective_materials_are_among_the_standards';
  END IF;
  SELECT string_agg(place, ', ') INTO longer FROM (
    SELECT 'limits.promised' AS place
     WHERE NOT tongban_limit_is_within(NEW.body #> '{limits,promised}', standard.body #> '{limits,promised}')
    UNION ALL
    SELECT own.step ->> 'key'
      FROM jsonb_array_elements(NEW.body -> 'steps') WITH ORDINALITY AS own (step, place)
      JOIN jsonb_array_elements(standard.body -> 'steps') WITH ORDINALITY AS bound (step, place) USING (place)
     WHERE NOT tongban_limit_is_within(own.step -> 'limit', bound.step -> 'limit')) found;
  IF longer IS NOT NULL THEN
    RAISE EXCEPTION 'A district''s limit is never longer than the standard''s: %.', longer
      USING ERRCODE = 'check_violation', CONSTRAINT = 'effective_limit_is_within_the_standards';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER effective_version_only_takes_away BEFORE INSERT ON workflows_standardversion
  FOR EACH ROW WHEN (NEW.base_id IS NOT NULL) EXECUTE FUNCTION tongban_effective_version_only_takes_away();

ALTER TABLE workflows_districtterms ADD CONSTRAINT terms_hold_differences_and_nothing_else
  CHECK (body - ARRAY['schema_version', 'standard', 'base', 'differences'] = '{}'::jsonb);
ALTER TABLE workflows_termsdraft ADD CONSTRAINT draft_of_terms_holds_differences_and_nothing_else
  CHECK (body - ARRAY['schema_version', 'standard', 'base', 'differences'] = '{}'::jsonb);

CREATE TRIGGER terms_never_change BEFORE UPDATE OR DELETE ON workflows_districtterms
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER terms_are_never_emptied BEFORE TRUNCATE ON workflows_districtterms
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
REVOKE UPDATE, DELETE, TRUNCATE ON workflows_districtterms FROM tongban_app, tongban_worker;
