"""What verification reads. The cases belong to a later room, so they are named here by table and not by model.

Every statement takes ``keys``, the cases asked for; null asks for all of them.
"""

ROWS = """
SELECT case_id, seq, verb, actor_id, desk_id, on_behalf_of_id, legal_at, recorded_at, payload::text, algorithm,
       previous, hash
  FROM workflows_journalrow
 WHERE %(keys)s::bigint[] IS NULL OR case_id = ANY (%(keys)s)
 ORDER BY case_id, seq
"""

CASES = """
SELECT c.id, c.number, c.version, c.head, c.opened_at, r.number, r.opened_at
  FROM workflows_case c
  LEFT JOIN workflows_caseregisterrow r ON r.case_id = c.id
 WHERE %(keys)s::bigint[] IS NULL OR c.id = ANY (%(keys)s)
 ORDER BY c.id
"""

REGISTER = """
SELECT r.district_id, d.code, r.seq, r.case_id, r.number, r.opened_at, r.previous, r.hash, c.id IS NOT NULL,
       j.recorded_at
  FROM workflows_caseregisterrow r
  JOIN workflows_district d ON d.id = r.district_id
  LEFT JOIN workflows_case c ON c.id = r.case_id
  LEFT JOIN workflows_journalrow j ON j.case_id = r.case_id AND j.seq = 1
 WHERE %(keys)s::bigint[] IS NULL OR r.case_id = ANY (%(keys)s)
 ORDER BY r.district_id, r.seq
"""

HEADS = """
SELECT d.id, d.code, coalesce(h.seq, 0), coalesce(h.hash, decode(repeat('00', 32), 'hex')),
       coalesce((SELECT sum(serial) FROM workflows_casecounter WHERE district_id = d.id), 0)
  FROM workflows_district d
  LEFT JOIN workflows_registerhead h ON h.district_id = d.id
 WHERE %(keys)s::bigint[] IS NULL
 ORDER BY d.id
"""

LAST = """
SELECT max(recorded_at)
  FROM workflows_journalrow
 WHERE (%(keys)s::bigint[] IS NULL OR case_id = ANY (%(keys)s))
   AND (%(doubtful)s::timestamptz IS NULL OR recorded_at < %(doubtful)s)
"""
