-- Copies of one case that the engine made, as many as asked for, each a minute older than the one before; as a superuser and without triggers.
SET session_replication_role = replica;
SET synchronous_commit = off;

CREATE TEMP TABLE made AS
  SELECT nextval(pg_get_serial_sequence('workflows_case', 'id')) AS id, n FROM generate_series(1, :number) AS n;

INSERT INTO workflows_case (id, number, subject, standard_id, regime, phase, version, district_id, districts, parties, applicant,
                            child_key, keeps_sight, ledger, waiting, promised_due, statutory_due, provisional, opened_at,
                            closed_at, head)
SELECT made.id, 'P' || made.id, c.subject, c.standard_id, c.regime, c.phase, c.version, c.district_id, c.districts, c.parties,
       100 + made.n % 50000, '', '{}', c.ledger, c.waiting, c.promised_due, c.statutory_due, c.provisional,
       c.opened_at - made.n * interval '1 minute', c.closed_at - made.n * interval '1 minute', c.head
  FROM made, workflows_case c WHERE c.id = :model;
INSERT INTO workflows_casefile (case_id, form, materials, facts)
SELECT made.id, f.form, f.materials, f.facts FROM made, workflows_casefile f WHERE f.case_id = :model;
INSERT INTO workflows_casestep (case_id, ordinal, key, party, district_id, desk_id, opened_at, due_at, silence_at, claimed_by_id,
                                claimed_at, closed_at, closed_by_id, act, outcome)
SELECT made.id, s.ordinal, s.key, s.party, s.district_id, s.desk_id, s.opened_at - made.n * interval '1 minute', s.due_at,
       s.silence_at, s.claimed_by_id, s.claimed_at, s.closed_at, s.closed_by_id, s.act, s.outcome
  FROM made, workflows_casestep s WHERE s.case_id = :model;
INSERT INTO workflows_journalrow (case_id, seq, verb, actor_id, desk_id, legal_at, payload, key, previous, hash)
SELECT made.id, r.seq, r.verb, r.actor_id, r.desk_id, r.legal_at, r.payload,
       CASE WHEN r.key IS NOT NULL THEN gen_random_uuid() END, r.previous, r.hash
  FROM made, workflows_journalrow r WHERE r.case_id = :model;
DROP TABLE made;
RESET session_replication_role;
RESET synchronous_commit;
