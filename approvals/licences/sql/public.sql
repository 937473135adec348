-- The public's only way to a licence: one at a time, by its whole identifier, its holder's code or its document's
-- digest, and these columns.
DROP FUNCTION IF EXISTS licence_shown(text);
CREATE FUNCTION licence_shown(wanted text) RETURNS TABLE (
  identifier text, state text, state_at timestamptz, holder text, uscc text, issuer text, version int,
  valid_from date, valid_to date, scope text, sample boolean, digest text, latest text, type_code text, renewing boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.identifier, l.state, l.state_at, coalesce(l.said ->> 'name', ''), coalesce(l.said ->> 'uscc', ''), o.name,
         l.version::int, l.valid_from, l.valid_to, l.scope, l.sample, l.digest,
         coalesce((SELECT n.identifier FROM approvals_licence n
                    WHERE n.serial = l.serial AND n.type_code = l.type_code AND n.state <> 'PENDING'
                    ORDER BY n.version DESC LIMIT 1), l.identifier),
         l.type_code,
         EXISTS (SELECT FROM approvals_licencechange c
                  WHERE c.licence_id = l.id AND c.verb = 'RENEW' AND c.state IN ('OPEN', 'GRANTED', 'DEEMED'))
    FROM approvals_licence l
    JOIN workflows_organ o ON o.id = l.issuer_id
    LEFT JOIN enterprises_enterprise e ON e.id = l.holder_id
   WHERE l.identifier = wanted OR (l.digest = wanted AND wanted <> '') OR (e.uscc = wanted AND l.state <> 'PENDING')
   ORDER BY l.state IN ('CURRENT', 'SUSPENDED') DESC, l.version DESC
   LIMIT 1;
$$;

-- Every version of the licence of that identifier: the chain, and nothing of what the versions say.
DROP FUNCTION IF EXISTS licence_versions(text);
CREATE FUNCTION licence_versions(wanted text) RETURNS TABLE (
  identifier text, state text, issuer text, version int, valid_from date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.identifier, l.state, o.name, l.version::int, l.valid_from
    FROM approvals_licence asked
    JOIN approvals_licence l ON l.serial = asked.serial AND l.type_code = asked.type_code AND l.state <> 'PENDING'
    JOIN workflows_organ o ON o.id = l.issuer_id
   WHERE asked.identifier = wanted
   ORDER BY l.version DESC;
$$;

REVOKE EXECUTE ON FUNCTION licence_shown(text), licence_versions(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION licence_shown(text), licence_versions(text) TO tongban_app, tongban_worker;
