-- Whether a step waits at a desk: asked before it closes, by an administrator, who sees no case.
CREATE OR REPLACE FUNCTION tongban_desk_is_waited_at(desk bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  seen constant text := current_setting('tongban.districts', true);
  found boolean;
BEGIN
  PERFORM set_config('tongban.districts', (SELECT district_id::text FROM workflows_desk WHERE id = desk), true);
  found := EXISTS (SELECT FROM workflows_casestep WHERE desk_id = desk AND closed_at IS NULL);
  PERFORM set_config('tongban.districts', coalesce(seen, ''), true);
  RETURN found;
END $$;
REVOKE EXECUTE ON FUNCTION tongban_desk_is_waited_at(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tongban_desk_is_waited_at(bigint) TO tongban_app, tongban_worker;
