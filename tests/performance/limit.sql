-- The limit: the rows an act writes, by one function with nothing to decide. Who may act is asked, the case is locked, its
-- version and the step are tested, the row is chained to the one before; everything else is given. It runs as the app does,
-- in the same context, so that what it leaves out is the engine alone.

CREATE OR REPLACE FUNCTION bench_submit(by bigint, filed_by bigint, standard bigint, home bigint, first_desk bigint,
                                        form jsonb, entry jsonb, ledger jsonb, due timestamptz, act_key uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  opened bigint := nextval(pg_get_serial_sequence('workflows_case', 'id'));
  at timestamptz := clock_timestamp();
  place bigint;
  serial_now int;
  before bytea;
  named text;
BEGIN
  PERFORM tongban_enter(by, at::date, ARRAY[filed_by]);
  UPDATE workflows_registerhead SET seq = seq + 1 WHERE district_id = home RETURNING seq, hash INTO place, before;
  INSERT INTO workflows_casecounter (district_id, day, item, serial) VALUES (home, at::date, '01', 1)
    ON CONFLICT (district_id, day, item) DO UPDATE SET serial = workflows_casecounter.serial + 1
    RETURNING serial INTO serial_now;
  named := 'L' || to_char(at, 'YYYYMMDD') || lpad(serial_now::text, 8, '0') || opened;
  UPDATE workflows_registerhead SET hash = sha256(before || convert_to(named, 'UTF8')) WHERE district_id = home;
  INSERT INTO workflows_case (id, number, subject, standard_id, regime, phase, version, district_id, districts, parties,
                              applicant, child_key, keeps_sight, ledger, waiting, promised_due, statutory_due,
                              provisional, opened_at, head)
  VALUES (opened, named, form ->> 'name', standard, 'SERVICE', 'SUBMITTED', 1, home, ARRAY[home], '{"home": "330303"}',
          filed_by, '', '{}', ledger, '{}', due, due, false, at, before);
  INSERT INTO workflows_casefile (case_id, form, materials, facts) VALUES (opened, form, '{}', '{}');
  INSERT INTO workflows_caseregisterrow (district_id, seq, case_id, number, opened_at, previous, hash)
  VALUES (home, place, opened, named, at, before, before);
  INSERT INTO workflows_casestep (case_id, ordinal, key, party, district_id, desk_id, opened_at, act, outcome)
  VALUES (opened, 1, 'window', 'home', home, first_desk, at, '', '');
  INSERT INTO workflows_journalrow (case_id, seq, verb, actor_id, legal_at, payload, key, previous, hash)
  VALUES (opened, 1, 'OPEN', by, at, entry, act_key, before, before);
  RETURN opened;
END $$;

CREATE OR REPLACE FUNCTION bench_act(by bigint, post bigint, case_key bigint, place int, did text, next_key text,
                                     next_desk bigint, next_phase text, entry jsonb, ledger jsonb, due timestamptz,
                                     act_key uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held workflows_case;
  at timestamptz := clock_timestamp();
  desk bigint;
  link bytea;
BEGIN
  PERFORM tongban_enter(by, at::date, '{}');
  SELECT * INTO held FROM workflows_case WHERE id = case_key FOR NO KEY UPDATE;
  SELECT p.desk_id INTO desk FROM workflows_post p JOIN workflows_person holder ON holder.id = p.person_id
   WHERE p.id = post AND p.person_id = by AND holder.is_active
     AND p.valid_from <= at::date AND (p.valid_to IS NULL OR p.valid_to > at::date);
  IF desk IS NULL OR held.version <> place THEN
    RETURN false;
  END IF;
  UPDATE workflows_casestep
     SET closed_at = at, closed_by_id = by, act = did, outcome = did, claimed_by_id = by, claimed_at = at
   WHERE case_id = case_key AND ordinal = place AND closed_at IS NULL;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO workflows_casestep (case_id, ordinal, key, party, district_id, desk_id, opened_at, closed_at, act, outcome)
  VALUES (case_key, place + 1, next_key, CASE WHEN next_desk IS NULL THEN 'system' ELSE 'home' END, held.district_id,
          next_desk, at, CASE WHEN next_desk IS NULL THEN at END, CASE WHEN next_desk IS NULL THEN 'end' ELSE '' END,
          CASE WHEN next_desk IS NULL THEN 'end' ELSE '' END);
  link := sha256(held.head || convert_to(concat_ws('|', case_key, place + 1, by, desk, at, entry), 'UTF8'));
  INSERT INTO workflows_journalrow (case_id, seq, verb, actor_id, desk_id, legal_at, payload, key, previous, hash)
  VALUES (case_key, place + 1, 'ACT', by, desk, at, entry, act_key, held.head, link);
  IF next_desk IS NULL THEN
    INSERT INTO workflows_journalrow (case_id, seq, verb, legal_at, payload, previous, hash)
    VALUES (case_key, place + 2, 'ACT', at, entry, held.head, held.head);
  END IF;
  UPDATE workflows_case
     SET version = place + 1, phase = next_phase, ledger = bench_act.ledger, promised_due = due, statutory_due = due, head = link,
         closed_at = CASE WHEN next_desk IS NULL THEN at END
   WHERE id = case_key;
  RETURN true;
END $$;
GRANT EXECUTE ON FUNCTION bench_submit, bench_act TO tongban_app;
