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

CREATE OR REPLACE FUNCTION tongban_steps_and_rows(case_key bigint, w jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE workflows_casestep s
     SET closed_at = c.closed_at, closed_by_id = c.closed_by, closed_for_id = c.closed_for, act = c.act, outcome = c.outcome,
         claimed_by_id = coalesce(s.claimed_by_id, c.closed_by),
         claimed_at = CASE WHEN s.claimed_by_id IS NULL AND c.closed_by IS NOT NULL THEN c.closed_at ELSE s.claimed_at END
    FROM jsonb_to_recordset(w -> 'closes') AS c (id bigint, closed_at timestamptz, closed_by bigint, closed_for bigint,
                                                  act text, outcome text)
   WHERE s.id = c.id AND s.case_id = case_key AND s.closed_at IS NULL;

  UPDATE workflows_casestep s SET claimed_by_id = c.claimed_by, claimed_at = c.claimed_at
    FROM jsonb_to_recordset(w -> 'claims') AS c (id bigint, claimed_by bigint, claimed_at timestamptz)
   WHERE s.id = c.id AND s.case_id = case_key AND s.closed_at IS NULL;

  INSERT INTO workflows_casestep (case_id, ordinal, key, party, district_id, desk_id, opened_at, due_at, silence_at,
                                  claimed_by_id, claimed_at, closed_at, closed_by_id, closed_for_id, act, outcome)
  SELECT case_key, o.ordinal, o.key, o.party, d.id,
         (SELECT desk.id FROM workflows_desk desk
           WHERE desk.district_id = d.id AND desk.kind = o.desk
             AND (desk.valid_to IS NULL OR desk.valid_to > (o.opened_at AT TIME ZONE d.time_zone)::date)
           ORDER BY desk.valid_from LIMIT 1),
         o.opened_at, o.due_at, o.silence_at, o.claimed_by, o.claimed_at, o.closed_at, o.closed_by, o.closed_for,
         coalesce(o.act, ''), coalesce(o.outcome, '')
    FROM jsonb_to_recordset(w -> 'opens') AS o (
           ordinal int, key text, party text, district text, desk text, opened_at timestamptz, due_at timestamptz,
           silence_at timestamptz, claimed_by bigint, claimed_at timestamptz, closed_at timestamptz, closed_by bigint,
           closed_for bigint, act text, outcome text)
    JOIN workflows_district d ON d.code = o.district;

  INSERT INTO workflows_journalrow (case_id, seq, verb, actor_id, desk_id, on_behalf_of_id, legal_at, payload, key,
                                    previous, hash)
  SELECT case_key, r.seq, r.verb, r.actor, r.desk, r.on_behalf_of, r.legal_at, r.payload, r.key,
         decode(r.previous, 'hex'), decode(r.hash, 'hex')
    FROM jsonb_to_recordset(w -> 'rows') AS r (
           seq int, verb text, actor bigint, desk bigint, on_behalf_of bigint, legal_at timestamptz, payload jsonb,
           key uuid, previous text, hash text);

  INSERT INTO workflows_actcontent (case_id, seq, body)
  SELECT case_key, r.seq, r.content
    FROM jsonb_to_recordset(w -> 'rows') AS r (seq int, content jsonb) WHERE r.content IS NOT NULL;

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

CREATE OR REPLACE FUNCTION engine_write(person bigint, today date, applicants bigint[], writes jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  w jsonb;
  answers jsonb := '[]';
  standing bigint;
  filed_by bigint;
  stepped workflows_casestep;
  names bigint[];
BEGIN
  PERFORM tongban_enter(person, today, applicants);
  FOR w IN SELECT value FROM jsonb_array_elements(writes) LOOP
    -- The case is locked before its steps, so that two writes on one case take turns and never wait for each other.
    SELECT version, applicant INTO standing, filed_by FROM workflows_case WHERE id = (w ->> 'case')::bigint FOR NO KEY UPDATE;
    IF NOT FOUND THEN
      answers := answers || jsonb_build_object('answer', 'missing');
      CONTINUE;
    END IF;
    stepped := NULL;
    SELECT * INTO stepped FROM workflows_casestep WHERE id = (w ->> 'step')::bigint;
    IF stepped.closed_at IS NOT NULL THEN
      answers := answers || jsonb_build_object('answer', 'taken', 'by', stepped.closed_by_id, 'act', stepped.act,
        'at', stepped.closed_at, 'name', (SELECT name FROM workflows_person WHERE id = stepped.closed_by_id));
      CONTINUE;
    END IF;
    -- What an absent holder has in hand is in the deputy's hands too.
    IF stepped.claimed_by_id NOT IN ((w ->> 'actor')::bigint, coalesce(w ->> 'deputy_for', w ->> 'actor')::bigint) THEN
      answers := answers || jsonb_build_object('answer', 'claimed', 'by', stepped.claimed_by_id, 'at', stepped.claimed_at,
        'name', (SELECT name FROM workflows_person WHERE id = stepped.claimed_by_id));
      CONTINUE;
    END IF;
    IF standing <> (w ->> 'version')::bigint THEN
      answers := answers || jsonb_build_object('answer', 'moved');
      CONTINUE;
    END IF;
    IF w ->> 'post' IS NOT NULL THEN
      IF NOT EXISTS (
        SELECT FROM workflows_exercised e
         WHERE e.post = (w ->> 'post')::bigint AND e.person = (w ->> 'actor')::bigint
           AND e.deputy_for IS NOT DISTINCT FROM (w ->> 'deputy_for')::bigint
           AND e.valid_from <= today AND (e.valid_to IS NULL OR e.valid_to > today)
           AND NOT coalesce(w ->> 'outcome' = ANY (e.excluded), false)
      ) THEN
        answers := answers || jsonb_build_object('answer', 'post');
        CONTINUE;
      END IF;
      names := array_remove(ARRAY[(w ->> 'actor')::bigint, (w ->> 'deputy_for')::bigint], NULL);
      IF NOT w ? 'recusals' AND (
        EXISTS (SELECT FROM workflows_recusal r
                 WHERE (r.case_id = (w ->> 'case')::bigint OR r.applicant = filed_by) AND r.person_id = ANY (names))
        OR tongban_conflicts(filed_by, (SELECT form FROM workflows_casefile WHERE case_id = (w ->> 'case')::bigint),
                             names, today) <> '{}'
      ) THEN
        answers := answers || jsonb_build_object('answer', 'recused');
        CONTINUE;
      END IF;
    END IF;
    IF NOT tongban_rows_are_timely(w) THEN
      RAISE EXCEPTION 'An act takes effect now, not at another time.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'act_takes_effect_now';
    END IF;

    IF w ? 'custody' THEN
      PERFORM tongban_pass_custody((w ->> 'case')::bigint, w -> 'custody');
    END IF;
    IF w ? 'phase' THEN
      IF w -> 'path' <> '[]' THEN
        PERFORM tongban_walk((w ->> 'case')::bigint, w -> 'path');
      END IF;
      UPDATE workflows_case
         SET version = (w ->> 'next')::bigint, phase = w ->> 'phase', ledger = w -> 'ledger',
             waiting = ARRAY(SELECT jsonb_array_elements_text(w -> 'waiting')),
             promised_due = (w ->> 'promised_due')::timestamptz, statutory_due = (w ->> 'statutory_due')::timestamptz,
             provisional = (w ->> 'provisional')::boolean, closed_at = (w ->> 'closed_at')::timestamptz,
             head = decode(w ->> 'head', 'hex')
       WHERE id = (w ->> 'case')::bigint;
    ELSE
      -- A claim moves nothing but the version and the chain.
      UPDATE workflows_case SET version = (w ->> 'next')::bigint, head = decode(w ->> 'head', 'hex')
       WHERE id = (w ->> 'case')::bigint;
    END IF;
    IF w ? 'facts' THEN
      UPDATE workflows_casefile SET facts = w -> 'facts' WHERE case_id = (w ->> 'case')::bigint;
    END IF;
    PERFORM tongban_steps_and_rows((w ->> 'case')::bigint, w);
    IF w ? 'custody' THEN
      PERFORM tongban_check_custody((w ->> 'case')::bigint);
    END IF;
    IF w ? 'standard' THEN
      PERFORM tongban_change_version((w ->> 'case')::bigint, w);
    END IF;
    answers := answers || jsonb_build_object('answer', 'done', 'version', (w ->> 'next')::bigint);
  END LOOP;
  RETURN answers;
END $$;
