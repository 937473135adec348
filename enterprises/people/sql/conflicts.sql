-- The answer to the kernel's port: who of these people belongs to the applicant (回避, 公务员法 76). Members and agents
-- in force of the enterprise; the founder who files in their own name; and whoever's identity number stands anywhere in
-- the form, as legal representative, shareholder, director, manager or contact.
CREATE OR REPLACE FUNCTION tongban_conflicts(applicant bigint, form jsonb, people bigint[], today date) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT found.person), '{}') FROM (
    SELECT m.person_id AS person FROM enterprises_member m
     WHERE m.enterprise_id = applicant AND m.person_id = ANY (people)
       AND m.valid_from <= today AND (m.valid_to IS NULL OR m.valid_to > today)
    UNION ALL
    SELECT a.person_id FROM enterprises_agent a
     WHERE a.enterprise_id = applicant AND a.person_id = ANY (people) AND a.revoked_at IS NULL
       AND a.valid_from <= today AND a.valid_to > today
    UNION ALL
    SELECT -applicant WHERE -applicant = ANY (people)
    UNION ALL
    SELECT v.person_id FROM enterprises_personalvalues v
     WHERE v.person_id = ANY (people) AND v.id_number <> ''
       AND jsonb_path_exists(form, '$.** ? (@ == $number)', jsonb_build_object('number', v.id_number))
  ) found);
END $$;
