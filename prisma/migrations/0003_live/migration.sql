-- Every replica is told that something was stored, and not what: that is read, and shown to whom may see it.

CREATE FUNCTION public.live_notify() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('aviary_live', TG_ARGV[0]);
  RETURN NULL;
END
$$;

-- One notice a transaction: Postgres leaves out equal ones.
CREATE TRIGGER "audit_event_live" AFTER INSERT ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION public.live_notify('audit');
CREATE TRIGGER "release_judgement_live" AFTER INSERT OR UPDATE ON "release_judgement"
  FOR EACH ROW EXECUTE FUNCTION public.live_notify('measurement');

REVOKE ALL ON FUNCTION public.live_notify() FROM PUBLIC, aviary_server;
