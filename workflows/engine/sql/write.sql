-- Writes what the rules decided: one element of ``writes`` per case, each whole or not at all. No business rule lives
-- here; the guards test that what the rules saw still stands: the case's version, the step, the actor's post, the time.

CREATE FUNCTION tongban_rows_are_timely(w jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  -- An act takes effect now; a consequence of silence at the instant the silence ended; and in a database that its owner
  -- marked as a simulation at any time.
  SELECT bool_and(
           r.legal_at BETWEEN clock_timestamp() - interval '5 minutes' AND clock_timestamp() + interval '1 minute'
           OR (r.actor IS NULL AND r.legal_at <= clock_timestamp() AND (
             EXISTS (SELECT FROM workflows_casestep s
                      WHERE s.case_id = (w ->> 'case')::bigint AND s.closed_at IS NULL AND s.silence_at = r.legal_at)
             OR EXISTS (SELECT FROM jsonb_to_recordset(w -> 'opens') AS o (silence_at timestamptz)
                         WHERE o.silence_at = r.legal_at))))
         OR EXISTS (SELECT FROM workflows_simulatedclock)
    FROM jsonb_to_recordset(w -> 'rows') AS r (actor bigint, legal_at timestamptz);
$$;

CREATE FUNCTION tongban_steps_and_rows(case_key bigint, w jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE workflows_casestep s
     SET closed_at = c.closed_at, closed_by_id = c.closed_by, act = c.act, outcome = c.outcome,
         claimed_by_id = coalesce(s.claimed_by_id, c.closed_by),
         claimed_at = CASE WHEN s.claimed_by_id IS NULL AND c.closed_by IS NOT NULL THEN c.closed_at ELSE s.claimed_at END
    FROM jsonb_to_recordset(w -> 'closes') AS c (id bigint, closed_at timestamptz, closed_by bigint, act text, outcome text)
   WHERE s.id = c.id AND s.case_id = case_key AND s.closed_at IS NULL;

  UPDATE workflows_casestep s SET claimed_by_id = c.claimed_by, claimed_at = c.claimed_at
    FROM jsonb_to_recordset(w -> 'claims') AS c (id bigint, claimed_by bigint, claimed_at timestamptz)
   WHERE s.id = c.id AND s.case_id = case_key AND s.closed_at IS NULL;

  INSERT INTO workflows_casestep (case_id, ordinal, key, party, district_id, desk_id, opened_at, due_at, silence_at,
                                  claimed_by_id, claimed_at, closed_at, closed_by_id, act, outcome)
  SELECT case_key, o.ordinal, o.key, o.party, d.id,
         (SELECT desk.id FROM workflows_desk desk
           WHERE desk.district_id = d.id AND desk.kind = o.desk AND desk.valid_to IS NULL),
         o.opened_at, o.due_at, o.silence_at, o.claimed_by, o.claimed_at, o.closed_at, o.closed_by,
         coalesce(o.act, ''), coalesce(o.outcome, '')
    FROM jsonb_to_recordset(w -> 'opens') AS o (
           ordinal int, key text, party text, district text, desk text, opened_at timestamptz, due_at timestamptz,
           silence_at timestamptz, claimed_by bigint, claimed_at timestamptz, closed_at timestamptz, closed_by bigint,
           act text, outcome text)
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
END $$;

-- Walks a case through its phases one by one, so that the guard judges every move and not only the sum of several.
CREATE FUNCTION tongban_walk(case_key bigint, path jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  reached text;
BEGIN
  FOR reached IN SELECT jsonb_array_elements_text(path) LOOP
    UPDATE workflows_case SET phase = reached WHERE id = case_key;
  END LOOP;
END $$;

CREATE FUNCTION engine_write(person bigint, today date, applicants bigint[], writes jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  w jsonb;
  answers jsonb := '[]';
  standing bigint;
  stepped workflows_casestep;
BEGIN
  PERFORM tongban_enter(person, today, applicants);
  FOR w IN SELECT value FROM jsonb_array_elements(writes) LOOP
    -- The case is locked before its steps, so that two writes on one case take turns and never wait for each other.
    SELECT version INTO standing FROM workflows_case WHERE id = (w ->> 'case')::bigint FOR NO KEY UPDATE;
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
    IF stepped.claimed_by_id <> (w ->> 'actor')::bigint THEN
      answers := answers || jsonb_build_object('answer', 'claimed', 'by', stepped.claimed_by_id, 'at', stepped.claimed_at,
        'name', (SELECT name FROM workflows_person WHERE id = stepped.claimed_by_id));
      CONTINUE;
    END IF;
    IF standing <> (w ->> 'version')::bigint THEN
      answers := answers || jsonb_build_object('answer', 'moved');
      CONTINUE;
    END IF;
    IF w ->> 'post' IS NOT NULL AND NOT EXISTS (
      SELECT FROM workflows_post WHERE id = (w ->> 'post')::bigint AND person_id = (w ->> 'actor')::bigint
         AND valid_from <= today AND (valid_to IS NULL OR valid_to > today)
    ) THEN
      answers := answers || jsonb_build_object('answer', 'post');
      CONTINUE;
    END IF;
    IF NOT tongban_rows_are_timely(w) THEN
      RAISE EXCEPTION 'An act takes effect now, not at another time.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'act_takes_effect_now';
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
    answers := answers || jsonb_build_object('answer', 'done', 'version', (w ->> 'next')::bigint);
  END LOOP;
  RETURN answers;
END $$;
