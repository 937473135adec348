-- Everything an act needs to know, in one round trip. A case the person may not see is absent from the answer.
-- ``hold`` keeps others from moving the cases until the transaction ends.
CREATE FUNCTION engine_read(person bigint, today date, applicants bigint[], cases bigint[], act_keys uuid[],
                            hold boolean DEFAULT false) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM tongban_enter(person, today, applicants);
  IF hold THEN
    PERFORM FROM workflows_case WHERE id = ANY (cases) ORDER BY id FOR NO KEY UPDATE;
  END IF;
  RETURN jsonb_build_object(
    'person', (SELECT p.name FROM workflows_person p WHERE p.id = person AND p.is_active),
    'posts', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
               'post', post.id, 'desk', desk.id, 'kind', desk.kind, 'district', district.code, 'role', post.role)), '[]')
        FROM workflows_post post
        JOIN workflows_person holder ON holder.id = post.person_id AND holder.is_active
        LEFT JOIN workflows_desk desk ON desk.id = post.desk_id
        LEFT JOIN workflows_district district ON district.id = desk.district_id
       WHERE post.person_id = person AND post.valid_from <= today AND (post.valid_to IS NULL OR post.valid_to > today)),
    'repeated', (
      SELECT coalesce(jsonb_object_agg(r.key, jsonb_build_object(
               'case', r.case_id, 'seq', r.seq, 'digest', r.payload ->> 'digest')), '{}')
        FROM workflows_journalrow r WHERE r.actor_id = person AND r.key = ANY (act_keys)),
    'cases', (
      SELECT coalesce(jsonb_agg(to_jsonb(c) - 'head' || jsonb_build_object(
               'head', encode(c.head, 'hex'),
               'seq', (SELECT max(r.seq) FROM workflows_journalrow r WHERE r.case_id = c.id),
               'digest', v.digest,
               'district', d.code,
               'time_zone', d.time_zone,
               'calendar', d.calendar,
               'form', f.form,
               'materials', f.materials,
               'facts', f.facts,
               'steps', (
                 SELECT coalesce(jsonb_agg(jsonb_build_object(
                          'id', s.id, 'ordinal', s.ordinal, 'key', s.key, 'party', s.party, 'district', sd.code, 'kind', k.kind,
                          'opened_at', s.opened_at, 'due_at', s.due_at, 'silence_at', s.silence_at,
                          'claimed_by', s.claimed_by_id, 'closed_at', s.closed_at, 'hand', hand.name,
                          'closed_by', s.closed_by_id, 'act', s.act, 'outcome', s.outcome) ORDER BY s.ordinal), '[]')
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
