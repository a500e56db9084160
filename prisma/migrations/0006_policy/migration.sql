-- Every text that the access policy ever had, and those that were proposed. A text and its hash never change; a state
-- only goes on.

-- CreateTable
CREATE TABLE "policy_version" (
    "number" INTEGER NOT NULL CHECK ("number" > 0),
    "hash" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "source" TEXT NOT NULL CHECK ("source" IN ('file', 'console')),
    "file_hash" TEXT NOT NULL CHECK ("file_hash" ~ '^[0-9a-f]{64}$'),
    "state" TEXT NOT NULL CHECK ("state" IN ('active', 'proposed', 'rejected', 'superseded', 'withdrawn')),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "record" JSON NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("number"),
    CONSTRAINT "policy_version_hash_check" CHECK ("hash" = encode(sha256(convert_to("text", 'UTF8')), 'hex'))
);

-- CreateIndex
CREATE INDEX "policy_version_state_number_idx" ON "policy_version"("state", "number");

CREATE UNIQUE INDEX "policy_version_one_active" ON "policy_version" ((true)) WHERE "state" = 'active';

CREATE FUNCTION public.policy_version_goes_on() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.number, NEW.hash, NEW.text, NEW.source, NEW.file_hash, NEW.at)
      IS NOT DISTINCT FROM (OLD.number, OLD.hash, OLD.text, OLD.source, OLD.file_hash, OLD.at)
    AND (OLD.state = 'proposed' AND NEW.state IN ('active', 'rejected', 'superseded', 'withdrawn')
      OR OLD.state = 'active' AND NEW.state = 'superseded')
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'UPDATE on policy_version is refused: % to % of another text or state', OLD.state, NEW.state
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "policy_version_goes_on" BEFORE UPDATE ON "policy_version"
  FOR EACH ROW EXECUTE FUNCTION public.policy_version_goes_on();
CREATE TRIGGER "policy_version_keep" BEFORE DELETE ON "policy_version"
  FOR EACH ROW EXECUTE FUNCTION public.record_refuse();
CREATE TRIGGER "policy_version_keep_all" BEFORE TRUNCATE ON "policy_version"
  FOR EACH STATEMENT EXECUTE FUNCTION public.record_refuse();
CREATE TRIGGER "policy_version_live" AFTER INSERT OR UPDATE ON "policy_version"
  FOR EACH ROW EXECUTE FUNCTION public.live_notify('policy');

-- ALWAYS: as for the audit log in 0001_init.
ALTER TABLE "policy_version" ENABLE ALWAYS TRIGGER "policy_version_goes_on";
ALTER TABLE "policy_version" ENABLE ALWAYS TRIGGER "policy_version_keep";
ALTER TABLE "policy_version" ENABLE ALWAYS TRIGGER "policy_version_keep_all";

REVOKE ALL ON "policy_version" FROM PUBLIC, aviary_server;
REVOKE ALL ON FUNCTION public.policy_version_goes_on() FROM PUBLIC, aviary_server;
GRANT SELECT, INSERT ON "policy_version" TO aviary_server;
GRANT UPDATE ("state", "record") ON "policy_version" TO aviary_server;
