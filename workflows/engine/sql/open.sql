-- Opens a case: number, register row, case, file, first steps and journal rows, in one transaction.

CREATE OR REPLACE FUNCTION tongban_check_character(body text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
-- ISO 7064 MOD 37,36, as GB/T 36904 uses it and the case number (domain.md §4.6, §5.5).
DECLARE
  alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  product int := 36;
BEGIN
  FOR i IN 1 .. length(body) LOOP
    product := (product + strpos(alphabet, substr(body, i, 1)) - 1) % 36;
    IF product = 0 THEN product := 36; END IF;
    product := product * 2 % 37;
  END LOOP;
  RETURN substr(alphabet, (37 - product) % 36 + 1, 1);
END $$;

CREATE OR REPLACE FUNCTION engine_new_case() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT nextval(pg_get_serial_sequence('workflows_case', 'id'));
$$;

CREATE OR REPLACE FUNCTION engine_open(person bigint, today date, applicants bigint[], w jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  home workflows_district;
  opened timestamptz := (w ->> 'opened_at')::timestamptz;
  local_day date;
  place bigint;
  serial_now int;
  case_number text;
  before bytea;
  after bytea;
BEGIN
  PERFORM tongban_enter(person, today, applicants);
  IF NOT tongban_rows_are_timely(w) THEN
    RAISE EXCEPTION 'A case opens now, not at another time.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'act_takes_effect_now';
  END IF;
  SELECT * INTO STRICT home FROM workflows_district WHERE code = w ->> 'district';
  local_day := (opened AT TIME ZONE home.time_zone)::date;

  INSERT INTO workflows_registerhead (district_id, seq, hash) VALUES (home.id, 0, decode(repeat('00', 32), 'hex'))
    ON CONFLICT (district_id) DO NOTHING;
  UPDATE workflows_registerhead SET seq = seq + 1 WHERE district_id = home.id RETURNING seq, hash INTO place, before;
  INSERT INTO workflows_casecounter (district_id, day, item, serial)
    VALUES (home.id, local_day, w ->> 'item', 1)
    ON CONFLICT (district_id, day, item) DO UPDATE SET serial = workflows_casecounter.serial + 1
    RETURNING serial INTO serial_now;
  case_number := home.gb2260 || to_char(local_day, 'YYYYMMDD') || (w ->> 'item') || lpad(serial_now::text, 5, '0');
  case_number := case_number || tongban_check_character(case_number);
  after := sha256(before || convert_to(
    concat_ws('|', home.id, place, w ->> 'case', case_number,
              to_char(opened AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), 'UTF8'));
  UPDATE workflows_registerhead SET hash = after WHERE district_id = home.id;

  INSERT INTO workflows_case (id, number, subject, standard_id, regime, phase, version, district_id, districts, parties,
                              applicant, parent_id, child_key, keeps_sight, ledger, waiting, promised_due, statutory_due, provisional, opened_at,
                              closed_at, head)
  VALUES ((w ->> 'case')::bigint, case_number, w ->> 'subject', (w ->> 'standard')::bigint, w ->> 'regime',
          w ->> 'initial', (w ->> 'next')::bigint, home.id,
          ARRAY(SELECT id FROM workflows_district WHERE w -> 'districts' ? code ORDER BY id), w -> 'parties',
          (w ->> 'applicant')::bigint, (w ->> 'parent')::bigint, coalesce(w ->> 'child_key', ''), '{}', w -> 'ledger',
          ARRAY(SELECT jsonb_array_elements_text(w -> 'waiting')),
          (w ->> 'promised_due')::timestamptz, (w ->> 'statutory_due')::timestamptz, (w ->> 'provisional')::boolean,
          opened, (w ->> 'closed_at')::timestamptz, decode(w ->> 'head', 'hex'));
  IF w ->> 'phase' <> w ->> 'initial' THEN
    PERFORM tongban_walk((w ->> 'case')::bigint, w -> 'path' || (w -> 'phase'));
  END IF;
  INSERT INTO workflows_casefile (case_id, form, materials, facts)
    VALUES ((w ->> 'case')::bigint, w -> 'form', w -> 'materials', w -> 'facts');
  INSERT INTO workflows_caseregisterrow (district_id, seq, case_id, number, opened_at, previous, hash)
    VALUES (home.id, place, (w ->> 'case')::bigint, case_number, opened, before, after);
  PERFORM tongban_put_down(jsonb_build_array(w));
  RETURN jsonb_build_object('case', (w ->> 'case')::bigint, 'number', case_number);
END $$;
