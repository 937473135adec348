-- Who may call the functions that write as the owner: the app and the worker; nobody else on the server, and the audit
-- least of all.
REVOKE EXECUTE ON FUNCTION
  tongban_enter(bigint, date, bigint[]),
  engine_read(bigint, date, bigint[], bigint[], uuid[], boolean),
  engine_write(bigint, date, bigint[], jsonb),
  engine_open(bigint, date, bigint[], jsonb),
  engine_new_case()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  tongban_enter(bigint, date, bigint[]),
  engine_read(bigint, date, bigint[], bigint[], uuid[], boolean),
  engine_write(bigint, date, bigint[], jsonb),
  engine_open(bigint, date, bigint[], jsonb),
  engine_new_case()
  TO tongban_app, tongban_worker;
