-- The journal grows and nothing else; the last judge of a phase is the table of lawful moves.

CREATE FUNCTION tongban_append_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'journal_is_append_only';
END $$;

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON workflows_journalrow
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON workflows_journalrow
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER register_is_append_only BEFORE UPDATE OR DELETE ON workflows_caseregisterrow
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER register_is_never_emptied BEFORE TRUNCATE ON workflows_caseregisterrow
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER version_never_changes BEFORE UPDATE OR DELETE ON workflows_standardversion
  FOR EACH ROW EXECUTE FUNCTION tongban_append_only();
CREATE TRIGGER versions_are_never_emptied BEFORE TRUNCATE ON workflows_standardversion
  FOR EACH STATEMENT EXECUTE FUNCTION tongban_append_only();

CREATE FUNCTION tongban_lawful_phase() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.regime <> OLD.regime OR NOT EXISTS (
    SELECT FROM workflows_lawfulmove
     WHERE regime = NEW.regime AND source = OLD.phase AND target = NEW.phase
  ) THEN
    RAISE EXCEPTION 'The law of % has no move from % to %.', OLD.regime, OLD.phase, NEW.phase
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_moves_lawfully';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER case_moves_lawfully BEFORE UPDATE OF phase, regime ON workflows_case
  FOR EACH ROW WHEN (OLD.phase <> NEW.phase OR OLD.regime <> NEW.regime)
  EXECUTE FUNCTION tongban_lawful_phase();

ALTER TABLE workflows_journalrow ADD CONSTRAINT journal_row_belongs_to_a_case
  FOREIGN KEY (case_id) REFERENCES workflows_case (id);
ALTER TABLE workflows_caseregisterrow ADD CONSTRAINT register_row_names_a_case
  FOREIGN KEY (case_id) REFERENCES workflows_case (id);

-- Reading is free within the context; writing is the engine's functions' alone.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON
  workflows_case, workflows_casefile, workflows_actcontent, workflows_casestep, workflows_journalrow, workflows_caseregisterrow,
  workflows_casecounter, workflows_registerhead, workflows_lawfulmove, workflows_simulatedclock
  FROM tongban_app, tongban_worker;
REVOKE UPDATE, DELETE, TRUNCATE ON workflows_standardversion FROM tongban_app, tongban_worker;
