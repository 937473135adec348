-- What the session may see, for the length of one transaction.
--
-- A person's districts come from their posts and from those they stand in for, never from the caller; corridor posts that
-- watch see every district. The applicants a person acts for are known to a later application, which passes them.
CREATE OR REPLACE FUNCTION tongban_enter(person bigint, today date, applicants bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  seen text;
  watches boolean;
BEGIN
  SELECT string_agg(DISTINCT desk.district_id::text, ','), bool_or(held.desk IS NULL AND held.role IN ('SUPERVISOR', 'LEADING_GROUP'))
    INTO seen, watches
    FROM workflows_exercised held
    LEFT JOIN workflows_desk desk ON desk.id = held.desk
   WHERE held.person = tongban_enter.person
     AND held.valid_from <= today AND (held.valid_to IS NULL OR held.valid_to > today);
  IF watches THEN
    seen := (SELECT string_agg(id::text, ',') FROM workflows_district);
  END IF;
  PERFORM set_config('tongban.applicants', array_to_string(applicants, ','), true),
          set_config('tongban.districts', coalesce(seen, ''), true);
END $$;
