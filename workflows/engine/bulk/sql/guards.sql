-- An order is its giver's alone. What was ordered never changes, and what became of a case is written once.

ALTER TABLE workflows_bulkorder ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_bulkorder FORCE ROW LEVEL SECURITY;
CREATE POLICY order_is_its_givers ON workflows_bulkorder USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR person_id = (SELECT nullif(current_setting('tongban.order_giver', true), '')::bigint)
);

ALTER TABLE workflows_bulkitem ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows_bulkitem FORCE ROW LEVEL SECURITY;
CREATE POLICY item_is_seen_with_its_order ON workflows_bulkitem USING (
  session_user = ANY ('{tongban_owner,tongban_worker,tongban_audit}'::name[])
  OR EXISTS (SELECT FROM workflows_bulkorder WHERE workflows_bulkorder.id = order_id)
);

CREATE FUNCTION tongban_order_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'What was ordered stays, and what became of a case of an order is written once.'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_stands';
END $$;

CREATE TRIGGER order_stands BEFORE UPDATE ON workflows_bulkorder
  FOR EACH ROW WHEN (
    OLD.ended_at IS NOT NULL
    OR (OLD.person_id, OLD.key, OLD.digest, OLD.version_id, OLD.step, OLD.act, OLD.payload, OLD.total, OLD.given_at)
       IS DISTINCT FROM
       (NEW.person_id, NEW.key, NEW.digest, NEW.version_id, NEW.step, NEW.act, NEW.payload, NEW.total, NEW.given_at))
  EXECUTE FUNCTION tongban_order_stands();
CREATE TRIGGER item_is_written_once BEFORE UPDATE ON workflows_bulkitem
  FOR EACH ROW WHEN (
    OLD.result <> 'WAITING'
    OR (OLD.order_id, OLD.place, OLD.case_id, OLD.ordinal, OLD.number)
       IS DISTINCT FROM (NEW.order_id, NEW.place, NEW.case_id, NEW.ordinal, NEW.number))
  EXECUTE FUNCTION tongban_order_stands();

REVOKE DELETE, TRUNCATE ON workflows_bulkorder, workflows_bulkitem FROM tongban_app, tongban_worker;
REVOKE INSERT, UPDATE ON workflows_bulkorder, workflows_bulkitem FROM tongban_worker;
