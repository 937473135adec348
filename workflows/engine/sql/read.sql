-- Everything an act needs to know, in one round trip. A case the person may not see is absent from the answer.
-- ``hold`` keeps others from moving the cases until the transaction ends.
CREATE OR REPLACE FUNCTION engine_read(person bigint, today date, applicants bigint[], cases bigint[], act_keys uuid[],
                            hold boolean DEFAULT false) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held jsonb;
  names bigint[];
BEGIN
  PERFORM tongban_enter(person, today, applicants);
  IF hold THEN
    PERFORM FROM workflows_case WHERE id = ANY (cases) ORDER BY id FOR NO KEY UPDATE;
  END IF;
  -- The posts of the person and those they stand in for, each with the organ its desk belongs to and who entrusts it.
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'post', e.post, 'desk', desk.id, 'kind', desk.kind, 'district', district.code, 'role', e.role,
           'deputy_for', e.deputy_for, 'excluded', e.excluded, 'organ', organ.id, 'has_power', organ.has_own_power,
           'entrusted', (
             SELECT jsonb_agg(jsonb_build_object('id', t.id, 'issuer', t.issuer_id, 'sealer', t.sealer_id,
                              'near', lies.gb2260 = district.gb2260) ORDER BY t.id)
               FROM workflows_entrustment t
               JOIN workflows_organ issuer ON issuer.id = t.issuer_id
               JOIN workflows_district lies ON lies.id = issuer.district_id
              WHERE t.handler_id = organ.id AND t.valid_from <= today AND (t.valid_to IS NULL OR t.valid_to > today)))
           ORDER BY e.deputy_for NULLS FIRST, e.post), '[]'),
         array_agg(e.deputy_for) FILTER (WHERE e.deputy_for IS NOT NULL) || array_agg(engine_read.person)
    INTO held, names
    FROM workflows_exercised e
    LEFT JOIN workflows_desk desk ON desk.id = e.desk
    LEFT JOIN workflows_district district ON district.id = desk.district_id
    LEFT JOIN workflows_organ organ ON organ.id = desk.organ_id
   WHERE e.person = engine_read.person AND e.valid_from <= today AND (e.valid_to IS NULL OR e.valid_to > today);
  RETURN jsonb_build_object(
    'person', (SELECT p.name FROM workflows_person p WHERE p.id = person AND p.is_active),
    'posts', held,
    'repeated', (
      SELECT coalesce(jsonb_object_agg(r.key, jsonb_build_object(
               'case', r.case_id, 'seq', r.seq, 'digest', r.payload ->> 'digest')), '{}')
        FROM workflows_journalrow r WHERE r.actor_id IS NOT DISTINCT FROM person AND r.key = ANY (act_keys)),
    'cases', (
      SELECT coalesce(jsonb_agg(to_jsonb(c) - 'head' || jsonb_build_object(
               'head', encode(c.head, 'hex'),
               'seq', (SELECT max(r.seq) FROM workflows_journalrow r WHERE r.case_id = c.id),
               'digest', v.digest,
               'district', d.code,
               'offered_to', (SELECT code FROM workflows_district WHERE id = c.offered_to_id),
               'keeps_sight', (SELECT coalesce(jsonb_agg(k.code ORDER BY kept.n), '[]')
                                 FROM unnest(c.keeps_sight) WITH ORDINALITY AS kept (id, n)
                                 JOIN workflows_district k ON k.id = kept.id),
               'time_zone', d.time_zone,
               'calendar', d.calendar,
               'form', f.form,
               'materials', f.materials,
               'facts', f.facts,
               'recused', (
                 SELECT jsonb_agg(r.person_id) FROM workflows_recusal r
                  WHERE r.case_id = c.id OR r.applicant = c.applicant),
               'conflicted', CASE WHEN names IS NOT NULL THEN tongban_conflicts(c.applicant, f.form, names, today) END,
               'steps', (
                 SELECT coalesce(jsonb_agg(jsonb_build_object(
                          'id', s.id, 'ordinal', s.ordinal, 'key', s.key, 'party', s.party, 'district', sd.code, 'kind', k.kind,
                          'opened_at', s.opened_at, 'due_at', s.due_at, 'silence_at', s.silence_at,
                          'claimed_by', s.claimed_by_id, 'closed_at', s.closed_at, 'hand', hand.name,
                          'closed_by', s.closed_by_id, 'closed_for', s.closed_for_id, 'act', s.act, 'outcome', s.outcome) ORDER BY s.ordinal), '[]')
                   FROM workflows_casestep s
                   JOIN workflows_district sd ON sd.id = s.district_id
                   LEFT JOIN workflows_desk k ON k.id = s.desk_id
                   LEFT JOIN workflows_person hand ON hand.id = coalesce(s.closed_by_id, s.claimed_by_id)
                  WHERE s.case_id = c.id)
             ) ORDER BY c.id), '[]')
        FROM workflows_case c
        JOIN workflows_standardversion v ON v.id = c.standard_id
        JOIN workflows_district d ON d.id = c.district_id
        JOIN workflows_casefile f ON f.case_id = c.id
       WHERE c.id = ANY (cases))
  );
END $$;
