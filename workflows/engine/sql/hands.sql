-- The posts in force of everybody who did a step of these cases: to whom a step may be given back. Like ``engine_read``
-- in whose statement it is called, it answers for the cases the session's context shows.
CREATE OR REPLACE FUNCTION engine_hands(cases bigint[], today date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'case', done.case_id, 'person', post.person_id, 'post', post.id, 'desk', desk.id, 'kind', desk.kind,
           'district', district.code, 'role', post.role) ORDER BY done.case_id, post.id), '[]')
    FROM (SELECT DISTINCT s.case_id, s.closed_by_id FROM workflows_casestep s
             JOIN workflows_case c ON c.id = s.case_id
           WHERE s.case_id = ANY (cases) AND s.closed_by_id IS NOT NULL) done
    JOIN workflows_person holder ON holder.id = done.closed_by_id AND holder.is_active
    JOIN workflows_post post ON post.person_id = done.closed_by_id
     AND post.valid_from <= today AND (post.valid_to IS NULL OR post.valid_to > today)
    JOIN workflows_desk desk ON desk.id = post.desk_id
    JOIN workflows_district district ON district.id = desk.district_id;
$$;
REVOKE EXECUTE ON FUNCTION engine_hands(bigint[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION engine_hands(bigint[], date) TO tongban_app, tongban_worker;
