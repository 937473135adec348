-- Who entrusts the organ, for desks in that division.
CREATE OR REPLACE FUNCTION tongban_entrusted(organ bigint, division text, today date) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT jsonb_agg(jsonb_build_object('id', t.id, 'issuer', t.issuer_id, 'sealer', t.sealer_id,
                     'near', lies.gb2260 = division) ORDER BY t.id)
      FROM workflows_entrustment t
      JOIN workflows_organ issuer ON issuer.id = t.issuer_id
      JOIN workflows_district lies ON lies.id = issuer.district_id
     WHERE t.handler_id = organ AND t.valid_from <= today AND (t.valid_to IS NULL OR t.valid_to > today));
END $$;

CREATE OR REPLACE FUNCTION tongban_codes(districts bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(k.code ORDER BY kept.n), '[]')
    FROM unnest(districts) WITH ORDINALITY AS kept (id, n) JOIN workflows_district k ON k.id = kept.id;
$$;

-- What the person, or the engine itself, has done under these keys.
CREATE OR REPLACE FUNCTION tongban_done_before(person bigint, act_keys uuid[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Two questions, because only an equality finds its index.
  IF person IS NULL THEN
    RETURN (SELECT coalesce(jsonb_object_agg(r.key, jsonb_build_object(
              'case', r.case_id, 'seq', r.seq, 'digest', r.payload ->> 'digest')), '{}')
      FROM workflows_journalrow r WHERE r.actor_id IS NULL AND r.key = ANY (act_keys) AND r.key IS NOT NULL);
  END IF;
  RETURN (SELECT coalesce(jsonb_object_agg(r.key, jsonb_build_object(
            'case', r.case_id, 'seq', r.seq, 'digest', r.payload ->> 'digest')), '{}')
    FROM workflows_journalrow r WHERE r.actor_id = person AND r.key = ANY (act_keys) AND r.key IS NOT NULL);
END $$;

-- Everything an act needs to know, in one round trip. A case the person may not see is absent from the answer.
-- ``hold`` keeps others from moving the cases until the transaction ends.
--
-- Its plans are made once per session: to plan these queries costs ten times what they take. Each question is a statement
-- of its own, and what concerns few (deputies, entrustments, recusals, custody) is asked only where there is something.
CREATE OR REPLACE FUNCTION engine_read(person bigint, today date, applicants bigint[], cases bigint[], act_keys uuid[],
                            hold boolean DEFAULT false) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  held jsonb;
  names bigint[];
  before jsonb := '{}';
  found jsonb := '[]';
  named text;
  seen text;
  watches boolean;
BEGIN
  IF person IS NOT NULL THEN
    -- The posts of the person and those they stand in for, each with the organ its desk belongs to and who entrusts it.
    SELECT jsonb_agg(jsonb_build_object(
             'post', e.post, 'desk', desk.id, 'kind', desk.kind, 'district', district.code, 'role', e.role,
             'deputy_for', e.deputy_for, 'excluded', e.excluded, 'organ', organ.id, 'has_power', organ.has_own_power,
             'entrusted', CASE WHEN organ.id IS NOT NULL THEN tongban_entrusted(organ.id, district.gb2260, today) END)
             ORDER BY e.deputy_for NULLS FIRST, e.post),
           array_agg(e.deputy_for) FILTER (WHERE e.deputy_for IS NOT NULL) || array_agg(engine_read.person),
           string_agg(DISTINCT desk.district_id::text, ','), bool_or(e.desk IS NULL)
      INTO held, names, seen, watches
      FROM workflows_exercised e
      LEFT JOIN workflows_desk desk ON desk.id = e.desk
      LEFT JOIN workflows_district district ON district.id = desk.district_id
      LEFT JOIN workflows_organ organ ON organ.id = desk.organ_id
     WHERE e.person = engine_read.person AND e.valid_from <= today AND (e.valid_to IS NULL OR e.valid_to > today);
    SELECT p.name INTO named FROM workflows_person p WHERE p.id = person AND p.is_active;
  END IF;
  -- What the session may see is what these posts show; only posts at no desk may show more.
  IF watches THEN
    PERFORM tongban_enter(person, today, applicants);
  ELSE
    PERFORM set_config('tongban.applicants', array_to_string(applicants, ','), true),
            set_config('tongban.districts', coalesce(seen, ''), true);
  END IF;
  IF hold THEN
    PERFORM FROM workflows_case WHERE id = ANY (cases) ORDER BY id FOR NO KEY UPDATE;
  END IF;
  IF cases <> '{}' THEN
    SELECT coalesce(jsonb_agg(jsonb_build_object(
             'id', c.id, 'number', c.number, 'standard_id', c.standard_id, 'regime', c.regime, 'phase', c.phase,
             'version', c.version, 'applicant', c.applicant, 'parties', c.parties, 'child_key', c.child_key,
             'ledger', c.ledger, 'waiting', c.waiting, 'opened_at', c.opened_at, 'closed_at', c.closed_at,
             'head', encode(c.head, 'hex'), 'district', d.code,
             'seq', (SELECT r.seq FROM workflows_journalrow r WHERE r.case_id = c.id ORDER BY r.seq DESC LIMIT 1),
             'offered_to', CASE WHEN c.offered_to_id IS NOT NULL THEN tongban_codes(ARRAY[c.offered_to_id]) -> 0 END,
             'keeps_sight', CASE WHEN c.keeps_sight = '{}' THEN '[]' ELSE tongban_codes(c.keeps_sight) END,
             'form', f.form, 'materials', f.materials, 'facts', f.facts,
             'recused', (SELECT jsonb_agg(r.person_id) FROM workflows_recusal r
                          WHERE r.case_id = c.id OR r.applicant = c.applicant),
             'conflicted', CASE WHEN names IS NOT NULL THEN tongban_conflicts(c.applicant, f.form, names, today) END,
             'steps', (
               SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'id', s.id, 'ordinal', s.ordinal, 'key', s.key, 'party', s.party, 'district', sd.code,
                        'kind', k.kind, 'opened_at', s.opened_at, 'due_at', s.due_at, 'silence_at', s.silence_at,
                        'claimed_by', s.claimed_by_id, 'closed_at', s.closed_at, 'hand', hand.name,
                        'closed_by', s.closed_by_id, 'closed_for', s.closed_for_id, 'act', s.act, 'outcome', s.outcome)
                        ORDER BY s.ordinal), '[]')
                 FROM workflows_casestep s
                 JOIN workflows_district sd ON sd.id = s.district_id
                 LEFT JOIN workflows_desk k ON k.id = s.desk_id
                 LEFT JOIN workflows_person hand ON hand.id = coalesce(s.closed_by_id, s.claimed_by_id)
                WHERE s.case_id = c.id)
             ) ORDER BY c.id), '[]')
      INTO found
      FROM workflows_case c
      JOIN workflows_district d ON d.id = c.district_id
      JOIN workflows_casefile f ON f.case_id = c.id
     WHERE c.id = ANY (cases);
  END IF;
  -- After the cases: whoever finds a step closed by the same act of another session finds its key too.
  IF act_keys <> '{}' THEN
    before := tongban_done_before(person, act_keys);
  END IF;
  RETURN jsonb_build_object(
    'person', named, 'posts', coalesce(held, '[]'), 'repeated', before, 'cases', found);
END $$;
