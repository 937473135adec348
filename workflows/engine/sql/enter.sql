-- What the session may see, for the length of one transaction.
--
-- A person's districts come from their posts and from those they stand in for, never from the caller; corridor posts that
-- watch see every district. The applicants a person acts for are known to a later application, which passes them.
CREATE OR REPLACE FUNCTION tongban_enter(person bigint, today date, applicants bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('tongban.applicants', array_to_string(applicants, ','), true),
          set_config('tongban.districts', coalesce(string_agg(DISTINCT district::text, ','), ''), true)
    FROM (SELECT coalesce(desk.district_id, district.id) AS district
            FROM workflows_exercised held
            LEFT JOIN workflows_desk desk ON desk.id = held.desk
            LEFT JOIN workflows_district district
              ON held.desk IS NULL AND held.role IN ('SUPERVISOR', 'LEADING_GROUP')
           WHERE held.person = tongban_enter.person
             AND held.valid_from <= today AND (held.valid_to IS NULL OR held.valid_to > today)
         ) seen;
END $$;
