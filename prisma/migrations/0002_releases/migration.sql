-- What releases are judged by, the calls that tell of them, and plans kept under a name.

-- CreateTable
CREATE TABLE "release_judgement" (
    "release" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL CHECK ("seq" > 0),
    "measured_to" TIMESTAMPTZ(3) NOT NULL,
    "state" JSON NOT NULL,
    "judgement" JSON NOT NULL,

    CONSTRAINT "release_judgement_pkey" PRIMARY KEY ("release","attempt")
);

-- CreateTable
CREATE TABLE "release_measurement" (
    "release" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "interval" JSON NOT NULL,
    "judgement" JSON NOT NULL,

    CONSTRAINT "release_measurement_pkey" PRIMARY KEY ("release","attempt","seq")
);

-- CreateTable
CREATE TABLE "call_delivery" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "record" JSON NOT NULL,

    CONSTRAINT "call_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_template" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL CHECK ("version" > 0),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "record" JSON NOT NULL,

    CONSTRAINT "plan_template_pkey" PRIMARY KEY ("name","version")
);

-- CreateIndex
CREATE INDEX "call_delivery_state_next_at_idx" ON "call_delivery"("state", "next_at");
CREATE INDEX "call_delivery_created_at_id_idx" ON "call_delivery"("created_at", "id");
CREATE INDEX "call_delivery_release_created_at_idx" ON "call_delivery"("release", "created_at");

CREATE FUNCTION public.record_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: this table only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "release_measurement_keep" BEFORE UPDATE OR DELETE ON "release_measurement"
  FOR EACH ROW EXECUTE FUNCTION public.record_refuse();
CREATE TRIGGER "release_measurement_keep_all" BEFORE TRUNCATE ON "release_measurement"
  FOR EACH STATEMENT EXECUTE FUNCTION public.record_refuse();
CREATE TRIGGER "plan_template_keep" BEFORE UPDATE OR DELETE ON "plan_template"
  FOR EACH ROW EXECUTE FUNCTION public.record_refuse();
CREATE TRIGGER "plan_template_keep_all" BEFORE TRUNCATE ON "plan_template"
  FOR EACH STATEMENT EXECUTE FUNCTION public.record_refuse();

-- ALWAYS: as for the audit log in 0001_init.
ALTER TABLE "release_measurement" ENABLE ALWAYS TRIGGER "release_measurement_keep";
ALTER TABLE "release_measurement" ENABLE ALWAYS TRIGGER "release_measurement_keep_all";
ALTER TABLE "plan_template" ENABLE ALWAYS TRIGGER "plan_template_keep";
ALTER TABLE "plan_template" ENABLE ALWAYS TRIGGER "plan_template_keep_all";

REVOKE ALL ON "release_judgement", "release_measurement", "call_delivery", "plan_template" FROM PUBLIC, aviary_server;
REVOKE ALL ON FUNCTION public.record_refuse() FROM PUBLIC, aviary_server;
GRANT SELECT, INSERT ON "release_measurement", "plan_template" TO aviary_server;
GRANT SELECT, INSERT, UPDATE ON "release_judgement", "call_delivery" TO aviary_server;
