-- Writes what the rules decided: one element of ``writes`` per case, each whole or not at all. No business rule lives
-- here; the guards test that what the rules saw still stands: the case's version, the step, the actor's post, the time.

CREATE OR REPLACE FUNCTION tongban_rows_are_timely(w jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  -- An act takes effect now; a consequence of silence at the instant the silence ended; the receipt of a child case when
  -- its parent's step opened; and in a database that its owner marked as a simulation at any time.
  SELECT bool_and(
           r.legal_at BETWEEN clock_timestamp() - interval '5 minutes' AND clock_timestamp() + interval '1 minute'
           OR (r.actor IS NULL AND r.legal_at <= clock_timestamp() AND (
             EXISTS (SELECT FROM workflows_casestep s
                      WHERE s.case_id = (w ->> 'case')::bigint AND s.closed_at IS NULL AND s.silence_at = r.legal_at)
             OR EXISTS (SELECT FROM jsonb_to_recordset(w -> 'opens') AS o (silence_at timestamptz)
                         WHERE o.silence_at = r.legal_at)
             OR EXISTS (SELECT FROM workflows_casestep s
                         WHERE s.case_id = (w ->> 'parent')::bigint AND w ->> 'child_key' > ''
                           AND s.opened_at = r.legal_at))))
         OR EXISTS (SELECT FROM workflows_simulatedclock)
    FROM jsonb_to_recordset(w -> 'rows') AS r (actor bigint, legal_at timestamptz);
$$;

-- The steps that close and open, the journal rows and what was written beside them, of all ``writes`` at once.
CREATE OR REPLACE FUNCTION tongban_put_down(writes jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE workflows_casestep s
     SET closed_at = c.closed_at, closed_by_id = c.closed_by, closed_for_id = c.closed_for, act = c.act, outcome = c.outcome,
         claimed_by_id = coalesce(s.claimed_by_id, c.closed_by),
         claimed_at = CASE WHEN s.claimed_by_id IS NULL AND c.closed_by IS NOT NULL THEN c.closed_at ELSE s.claimed_at END
    FROM jsonb_array_elements(writes) AS w,
         jsonb_to_recordset(w -> 'closes') AS c (id bigint, closed_at timestamptz, closed_by bigint, closed_for bigint,
                                                  act text, outcome text)
   WHERE s.id = c.id AND s.case_id = (w ->> 'case')::bigint AND s.closed_at IS NULL;

  INSERT INTO workflows_casestep (case_id, ordinal, key, party, district_id, desk_id, opened_at, due_at, silence_at,
                                  claimed_by_id, claimed_at, closed_at, closed_by_id, closed_for_id, act, outcome)
  SELECT (w ->> 'case')::bigint, o.ordinal, o.key, o.party, d.id,
         (SELECT desk.id FROM workflows_desk desk
           WHERE desk.district_id = d.id AND desk.kind = o.desk
             AND (desk.valid_to IS NULL OR desk.valid_to > (o.opened_at AT TIME ZONE d.time_zone)::date)
           ORDER BY desk.valid_from LIMIT 1),
         o.opened_at, o.due_at, o.silence_at, o.claimed_by, o.claimed_at, o.closed_at, o.closed_by, o.closed_for,
         coalesce(o.act, ''), coalesce(o.outcome, '')
    FROM jsonb_array_elements(writes) AS w,
         jsonb_to_recordset(w -> 'opens') AS o (
           ordinal int, key text, party text, district text, desk text, opened_at timestamptz, due_at timestamptz,
           silence_at timestamptz, claimed_by bigint, claimed_at timestamptz, closed_at timestamptz, closed_by bigint,
           closed_for bigint, act text, outcome text)
    JOIN workflows_district d ON d.code = o.district;

  INSERT INTO workflows_journalrow (case_id, seq, verb, actor_id, desk_id, on_behalf_of_id, legal_at, payload, key,
                                    previous, hash)
  SELECT (w ->> 'case')::bigint, r.seq, r.verb, r.actor, r.desk, r.on_behalf_of, r.legal_at, r.payload, r.key,
         decode(r.previous, 'hex'), decode(r.hash, 'hex')
    FROM jsonb_array_elements(writes) AS w,
         jsonb_to_recordset(w -> 'rows') AS r (
           seq int, verb text, actor bigint, desk bigint, on_behalf_of bigint, legal_at timestamptz, payload jsonb,
           key uuid, previous text, hash text);

  -- Most acts come without a word of their own.
  IF jsonb_path_exists(writes, '$[*].rows[*].content ? (@ != null)') THEN
    INSERT INTO workflows_actcontent (case_id, seq, body)
    SELECT (w ->> 'case')::bigint, r.seq, r.content
      FROM jsonb_array_elements(writes) AS w, jsonb_to_recordset(w -> 'rows') AS r (seq int, content jsonb)
     WHERE r.content IS NOT NULL;
  END IF;
END $$;

-- A claim or a release, and who keeps away.
CREATE OR REPLACE FUNCTION tongban_put_down_beside(case_key bigint, w jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE workflows_casestep s SET claimed_by_id = c.claimed_by, claimed_at = c.claimed_at
    FROM jsonb_to_recordset(w -> 'claims') AS c (id bigint, claimed_by bigint, claimed_at timestamptz)
   WHERE s.id = c.id AND s.case_id = case_key AND s.closed_at IS NULL;
  IF w ? 'recusals' THEN
    INSERT INTO workflows_recusal (case_id, seq, applicant, person_id, reason, declared_by_id, declared_at)
    SELECT case_key, r.seq, r.applicant, r.person, r.reason, r.declared_by, r.declared_at
      FROM jsonb_to_recordset(w -> 'recusals') AS r (
             seq int, applicant bigint, person bigint, reason text, declared_by bigint, declared_at timestamptz);
  END IF;
END $$;

-- Walks a case through its phases one by one, so that the guard judges every move and not only the sum of several.
CREATE OR REPLACE FUNCTION tongban_walk(case_key bigint, path jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  reached text;
BEGIN
  FOR reached IN SELECT jsonb_array_elements_text(path) LOOP
    UPDATE workflows_case SET phase = reached WHERE id = case_key;
  END LOOP;
END $$;

-- Passes custody on step by step, so that the guard judges every one: offered, then accepted, in two turns of one write.
CREATE OR REPLACE FUNCTION tongban_pass_custody(case_key bigint, path jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  stand jsonb;
BEGIN
  FOR stand IN SELECT value FROM jsonb_array_elements(path) LOOP
    UPDATE workflows_case
       SET district_id = (SELECT id FROM workflows_district WHERE code = stand ->> 'district'),
           offered_to_id = (SELECT id FROM workflows_district WHERE code = stand ->> 'offered_to'),
           parties = stand -> 'parties',
           keeps_sight = ARRAY(SELECT d.id FROM jsonb_array_elements_text(stand -> 'keeps_sight') WITH ORDINALITY AS k (code, n)
                                 JOIN workflows_district d ON d.code = k.code ORDER BY k.n),
           districts = ARRAY(SELECT id FROM workflows_district WHERE stand -> 'districts' ? code ORDER BY id)
     WHERE id = case_key;
  END LOOP;
END $$;

-- After custody moved, every open step stands where its party is: the old custodian's desks have nothing left to act on.
CREATE OR REPLACE FUNCTION tongban_check_custody(case_key bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM workflows_casestep s
      JOIN workflows_case c ON c.id = s.case_id
      JOIN workflows_district d ON d.id = s.district_id
      JOIN workflows_district home ON home.id = c.district_id
      LEFT JOIN workflows_district asked ON asked.id = c.offered_to_id
     WHERE s.case_id = case_key AND s.closed_at IS NULL
       AND d.code IS DISTINCT FROM CASE s.party WHEN 'applicant' THEN home.code WHEN 'system' THEN home.code
                                   WHEN 'receiver' THEN asked.code ELSE c.parties ->> s.party END
  ) THEN
    RAISE EXCEPTION 'A step of case % stands in a district its party is not in.', case_key
      USING ERRCODE = 'check_violation', CONSTRAINT = 'open_steps_stand_with_their_party';
  END IF;
END $$;

-- What stands against each of ``writes``, in order: NULL where nothing does. Their cases are locked before.
CREATE OR REPLACE FUNCTION tongban_judge(writes jsonb, today date) RETURNS jsonb[]
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN ARRAY(
    SELECT CASE
             WHEN c.id IS NULL THEN jsonb_build_object('answer', 'missing')
             WHEN s.closed_at IS NOT NULL THEN
               jsonb_build_object('answer', 'taken', 'by', s.closed_by_id, 'act', s.act, 'at', s.closed_at,
                                  'name', (SELECT name FROM workflows_person WHERE id = s.closed_by_id))
             -- What an absent holder has in hand is in the deputy's hands too.
             WHEN s.claimed_by_id NOT IN (w.actor, coalesce(w.deputy_for, w.actor)) THEN
               jsonb_build_object('answer', 'claimed', 'by', s.claimed_by_id, 'at', s.claimed_at,
                                  'name', (SELECT name FROM workflows_person WHERE id = s.claimed_by_id))
             WHEN c.version <> w.version THEN jsonb_build_object('answer', 'moved')
             WHEN w.post IS NULL THEN NULL
             WHEN NOT EXISTS (
               SELECT FROM workflows_exercised e
                WHERE e.post = w.post AND e.person = w.actor AND e.deputy_for IS NOT DISTINCT FROM w.deputy_for
                  AND e.valid_from <= today AND (e.valid_to IS NULL OR e.valid_to > today)
                  AND NOT coalesce(w.outcome = ANY (e.excluded), false)
             ) THEN jsonb_build_object('answer', 'post')
             WHEN w.recusals IS NULL AND tongban_keeps_away(
               c.id, c.applicant, array_remove(ARRAY[w.actor, w.deputy_for], NULL), today
             ) THEN jsonb_build_object('answer', 'recused')
           END
      FROM ROWS FROM (jsonb_to_recordset(writes) AS (
             "case" bigint, version bigint, step bigint, actor bigint, post bigint, deputy_for bigint, outcome text,
             recusals jsonb)) WITH ORDINALITY AS w ("case", version, step, actor, post, deputy_for, outcome, recusals, n)
      LEFT JOIN workflows_case c ON c.id = w."case"
      LEFT JOIN workflows_casestep s ON s.id = w.step
     ORDER BY w.n);
END $$;

-- Whether one of these people keeps away from the case.
CREATE OR REPLACE FUNCTION tongban_keeps_away(case_key bigint, filed_by bigint, people bigint[], today date) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM workflows_recusal r
                  WHERE (r.case_id = case_key OR r.applicant = filed_by) AND r.person_id = ANY (people))
      OR tongban_conflicts(filed_by, (SELECT form FROM workflows_casefile WHERE case_id = case_key), people, today) <> '{}';
END $$;

-- Refuses ``writes`` when one of their rows is not of its time.
CREATE OR REPLACE FUNCTION tongban_check_time(writes jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Nearly always every row is of now; only otherwise each write is asked for what else may justify it.
  IF NOT EXISTS (
    SELECT FROM jsonb_array_elements(writes) AS w, jsonb_to_recordset(w -> 'rows') AS r (legal_at timestamptz)
     WHERE r.legal_at NOT BETWEEN clock_timestamp() - interval '5 minutes' AND clock_timestamp() + interval '1 minute'
  ) THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM jsonb_array_elements(writes) AS w WHERE NOT tongban_rows_are_timely(w)) THEN
    RAISE EXCEPTION 'An act takes effect now, not at another time.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'act_takes_effect_now';
  END IF;
END $$;

-- The cases of ``writes``: the columns the rules decided; a claim moves nothing but the version and the chain.
CREATE OR REPLACE FUNCTION tongban_move_cases(writes jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  moved bigint;
BEGIN
  UPDATE workflows_case c
     SET version = w.next, head = decode(w.head, 'hex'), phase = w.phase, ledger = w.ledger,
         waiting = ARRAY(SELECT jsonb_array_elements_text(w.waiting)), promised_due = w.promised_due,
         statutory_due = w.statutory_due, provisional = w.provisional, closed_at = w.closed_at
    FROM jsonb_to_recordset(writes) AS w (
           "case" bigint, next bigint, head text, phase text, ledger jsonb, waiting jsonb, promised_due timestamptz,
           statutory_due timestamptz, provisional boolean, closed_at timestamptz)
   WHERE c.id = w."case" AND w.phase IS NOT NULL;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved < jsonb_array_length(writes) THEN
    UPDATE workflows_case c SET version = w.next, head = decode(w.head, 'hex')
      FROM jsonb_to_recordset(writes) AS w ("case" bigint, next bigint, head text, phase text)
     WHERE c.id = w."case" AND w.phase IS NULL;
  END IF;
END $$;

-- What few writes have: custody that passes on, phases passed through, claims, recusals, facts, another version.
CREATE OR REPLACE FUNCTION tongban_before_moving(writes jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  w jsonb;
BEGIN
  FOR w IN SELECT value FROM jsonb_array_elements(writes) LOOP
    IF w ? 'custody' THEN
      PERFORM tongban_pass_custody((w ->> 'case')::bigint, w -> 'custody');
    END IF;
    IF w -> 'path' <> '[]' THEN
      PERFORM tongban_walk((w ->> 'case')::bigint, w -> 'path');
    END IF;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION tongban_after_moving(writes jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  w jsonb;
BEGIN
  FOR w IN SELECT value FROM jsonb_array_elements(writes) LOOP
    PERFORM tongban_put_down_beside((w ->> 'case')::bigint, w);
    IF w ? 'facts' THEN
      UPDATE workflows_casefile SET facts = w -> 'facts' WHERE case_id = (w ->> 'case')::bigint;
    END IF;
    IF w ? 'custody' THEN
      PERFORM tongban_check_custody((w ->> 'case')::bigint);
    END IF;
    IF w ? 'standard' THEN
      PERFORM tongban_change_version((w ->> 'case')::bigint, w);
    END IF;
  END LOOP;
END $$;

-- One write per case: what stands against each is its answer, and the others are put down together.
CREATE OR REPLACE FUNCTION tongban_write_together(writes jsonb, today date) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  cases bigint[];
  answers jsonb;
  against jsonb[];
  good jsonb := writes;
  some_before boolean;
  some_after boolean;
BEGIN
  SELECT array_agg((w ->> 'case')::bigint), bool_or(w ? 'custody' OR w -> 'path' <> '[]'),
         bool_or(w ?| '{custody,claims,recusals,facts,standard}'),
         jsonb_agg(jsonb_build_object('answer', 'done', 'version', (w ->> 'next')::bigint) ORDER BY n)
    INTO cases, some_before, some_after, answers
    FROM jsonb_array_elements(writes) WITH ORDINALITY AS e (w, n);
  -- Cases are locked before their steps and in the order of their keys, so that two writes take turns and never wait for
  -- each other. What is judged then is read by a statement of its own, which sees what the one before committed.
  PERFORM FROM workflows_case c WHERE c.id = ANY (cases) ORDER BY c.id FOR NO KEY UPDATE;
  against := tongban_judge(writes, today);
  IF array_remove(against, NULL) <> '{}' THEN
    SELECT coalesce(jsonb_agg(w ORDER BY n) FILTER (WHERE against[n] IS NULL), '[]'),
           jsonb_agg(coalesce(against[n], answers -> (n - 1)::int) ORDER BY n)
      INTO good, answers
      FROM jsonb_array_elements(writes) WITH ORDINALITY AS e (w, n);
    IF good = '[]' THEN
      RETURN answers;
    END IF;
  END IF;
  PERFORM tongban_check_time(good);
  IF some_before THEN
    PERFORM tongban_before_moving(good);
  END IF;
  PERFORM tongban_move_cases(good);
  PERFORM tongban_put_down(good);
  IF some_after THEN
    PERFORM tongban_after_moving(good);
  END IF;
  RETURN answers;
END $$;

-- Several writes on one case follow one another: each round takes the next one of every case.
CREATE OR REPLACE FUNCTION engine_write(person bigint, today date, applicants bigint[], writes jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  answers jsonb[];
  given jsonb;
  places int[];
  these jsonb;
BEGIN
  PERFORM tongban_enter(person, today, applicants);
  IF jsonb_array_length(writes) < 2 THEN
    RETURN coalesce(tongban_write_together(writes, today), '[]');
  END IF;
  FOR these, places IN
    SELECT jsonb_agg(value ORDER BY n), array_agg(n::int ORDER BY n)
      FROM (SELECT e.value, e.n, row_number() OVER (PARTITION BY e.value -> 'case' ORDER BY e.n) AS round
              FROM jsonb_array_elements(writes) WITH ORDINALITY AS e (value, n)) each
     GROUP BY round ORDER BY round
  LOOP
    given := tongban_write_together(these, today);
    FOR place IN 1 .. cardinality(places) LOOP
      answers[places[place]] := given -> place - 1;
    END LOOP;
  END LOOP;
  RETURN to_jsonb(answers);
END $$;
