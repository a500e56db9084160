-- Run as the owner of the tables, in a process that ends. The server logs in as a member of `aviary_server`,
-- which owns nothing. Names of indexes and keys are those that Prisma gives.

-- Roles belong to the whole database server: another database of it may have made this one, or be making it now.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'aviary_server') THEN
    CREATE ROLE aviary_server NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the role aviary_server is missing and % may not create it', current_user
      USING HINT = 'As an administrator run: CREATE ROLE aviary_server NOLOGIN; then migrate again.';
END
$$;

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "prev_hash" BYTEA NOT NULL CHECK (octet_length("prev_hash") = 32),
    "hash" BYTEA NOT NULL CHECK (octet_length("hash") = 32),
    "body" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "actor_issuer" TEXT NOT NULL,
    "actor_subject" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "cluster" TEXT,
    "namespace" TEXT,
    "service" TEXT,
    "release" TEXT,
    "operation" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "singleton" BOOLEAN NOT NULL DEFAULT true CHECK ("singleton"),
    "chain_id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "epoch" BIGINT NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "hash" BYTEA NOT NULL CHECK (octet_length("hash") = 32),

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("singleton")
);

-- CreateTable
CREATE TABLE "operation" (
    "id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "release" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "record" JSON NOT NULL,

    CONSTRAINT "operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "route_snapshot" (
    "id" BIGSERIAL NOT NULL,
    "operation_id" TEXT,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "state" JSON NOT NULL,

    CONSTRAINT "route_snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "release" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "record" JSON NOT NULL,

    CONSTRAINT "release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leader" (
    "singleton" BOOLEAN NOT NULL DEFAULT true CHECK ("singleton"),
    "holder" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leader_pkey" PRIMARY KEY ("singleton")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "id_hash" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "groups" TEXT[],
    "id_token" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "groups" TEXT[],
    "role" TEXT NOT NULL,
    "cluster" TEXT,
    "namespace" TEXT,
    "service" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "scope" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("scope","key_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_prev_hash_key" ON "audit_event"("prev_hash");
CREATE UNIQUE INDEX "audit_event_id_key" ON "audit_event"("id");
CREATE INDEX "audit_event_time_idx" ON "audit_event"("time");
CREATE INDEX "audit_event_cluster_namespace_service_seq_idx" ON "audit_event"("cluster", "namespace", "service", "seq");
CREATE INDEX "audit_event_release_seq_idx" ON "audit_event"("release", "seq");
CREATE INDEX "audit_event_actor_subject_seq_idx" ON "audit_event"("actor_subject", "seq");
CREATE INDEX "audit_event_action_seq_idx" ON "audit_event"("action", "seq");
CREATE INDEX "operation_at_id_idx" ON "operation"("at", "id");
CREATE INDEX "operation_cluster_namespace_service_at_idx" ON "operation"("cluster", "namespace", "service", "at");
CREATE INDEX "operation_release_at_idx" ON "operation"("release", "at");
CREATE INDEX "operation_outcome_at_idx" ON "operation"("outcome", "at");
CREATE INDEX "route_snapshot_cluster_namespace_service_taken_at_idx" ON "route_snapshot"("cluster", "namespace", "service", "taken_at");
CREATE INDEX "route_snapshot_operation_id_idx" ON "route_snapshot"("operation_id");
CREATE INDEX "release_created_at_id_idx" ON "release"("created_at", "id");
CREATE INDEX "release_cluster_namespace_service_created_at_idx" ON "release"("cluster", "namespace", "service", "created_at");
CREATE INDEX "release_state_created_at_idx" ON "release"("state", "created_at");
CREATE UNIQUE INDEX "session_id_key" ON "session"("id");
CREATE INDEX "session_issuer_subject_idx" ON "session"("issuer", "subject");
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");
CREATE UNIQUE INDEX "api_token_secret_hash_key" ON "api_token"("secret_hash");
CREATE INDEX "api_token_issuer_subject_created_at_idx" ON "api_token"("issuer", "subject", "created_at");
CREATE INDEX "idempotency_started_at_idx" ON "idempotency"("started_at");

-- Two releases of one service would fight over its routes.
CREATE UNIQUE INDEX "release_one_live" ON "release"("cluster", "namespace", "service")
  WHERE "state" NOT IN ('draft', 'promoted', 'undone', 'aborted', 'failed');

-- AddForeignKey
ALTER TABLE "route_snapshot" ADD CONSTRAINT "route_snapshot_operation_id_fkey"
  FOREIGN KEY ("operation_id") REFERENCES "operation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The chain begins: its first link is the hash of the chain's id.
INSERT INTO "audit_head" ("chain_id", "hash")
SELECT "id", sha256(uuid_send("id")) FROM (SELECT gen_random_uuid() AS "id") AS "genesis";

-- Appends one event and answers its number and hash. The bytes that are hashed: docs/audit-format.md.
-- The number is head + 1, not of a sequence: a sequence leaves gaps when a transaction is rolled back.
CREATE FUNCTION public.audit_append(body text) RETURNS TABLE (seq bigint, hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  bytes bytea := convert_to(audit_append.body, 'UTF8');
  event jsonb := audit_append.body::jsonb;
  head public.audit_head%ROWTYPE;
  next_seq bigint;
  next_hash bytea;
BEGIN
  IF bytes IS NULL OR jsonb_typeof(event) <> 'object' THEN
    RAISE EXCEPTION 'the body of an audit event is a JSON object' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF octet_length(bytes) > 65536 THEN
    RAISE EXCEPTION 'the body of an audit event is at most 65536 bytes, this one has %', octet_length(bytes)
      USING ERRCODE = 'invalid_parameter_value';
  END IF;

  SELECT * INTO STRICT head FROM public.audit_head FOR UPDATE;
  next_seq := head.seq + 1;
  next_hash := sha256('aviary-audit-v1'::bytea || uuid_send(head.chain_id) || int8send(head.epoch)
    || int8send(next_seq) || head.hash || sha256(bytes));

  INSERT INTO public.audit_event (seq, epoch, prev_hash, hash, body, id, time, kind, action, result,
    actor_issuer, actor_subject, actor_name, cluster, namespace, service, release, operation)
  VALUES (next_seq, head.epoch, head.hash, next_hash, audit_append.body, event ->> 'id',
    date_trunc('milliseconds', (event ->> 'time')::timestamptz), event ->> 'kind', event ->> 'action',
    event ->> 'result', event #>> '{actor,issuer}', event #>> '{actor,subject}', event #>> '{actor,name}',
    event #>> '{service,cluster}', event #>> '{service,namespace}', event #>> '{service,name}',
    event ->> 'release', event ->> 'operation');
  UPDATE public.audit_head SET seq = next_seq, hash = next_hash;

  RETURN QUERY SELECT next_seq, encode(next_hash, 'hex');
END
$$;

CREATE FUNCTION public.audit_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: the audit log only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

-- The head may only move on to the event that was just appended to it.
CREATE FUNCTION public.audit_head_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.chain_id = OLD.chain_id AND NEW.epoch = OLD.epoch AND NEW.seq = OLD.seq + 1 AND EXISTS (
    SELECT FROM public.audit_event AS event
    WHERE event.seq = NEW.seq AND event.prev_hash = OLD.hash AND event.hash = NEW.hash AND event.epoch = OLD.epoch
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'UPDATE on audit_head is refused: only audit_append moves it'
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "audit_event_keep" BEFORE UPDATE OR DELETE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER "audit_event_keep_all" BEFORE TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER "audit_head_keep" BEFORE DELETE ON "audit_head"
  FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER "audit_head_keep_all" BEFORE TRUNCATE ON "audit_head"
  FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER "audit_head_follow" BEFORE UPDATE ON "audit_head"
  FOR EACH ROW EXECUTE FUNCTION public.audit_head_follows();

-- ALWAYS: ordinary triggers are passed over in a session with session_replication_role = replica.
ALTER TABLE "audit_event" ENABLE ALWAYS TRIGGER "audit_event_keep";
ALTER TABLE "audit_event" ENABLE ALWAYS TRIGGER "audit_event_keep_all";
ALTER TABLE "audit_head" ENABLE ALWAYS TRIGGER "audit_head_keep";
ALTER TABLE "audit_head" ENABLE ALWAYS TRIGGER "audit_head_keep_all";
ALTER TABLE "audit_head" ENABLE ALWAYS TRIGGER "audit_head_follow";

-- Default privileges of the database may have given more than is meant: everything is taken away first.
REVOKE ALL ON "audit_event", "audit_head", "operation", "route_snapshot", "release", "leader", "session", "api_token",
  "idempotency" FROM PUBLIC, aviary_server;
REVOKE ALL ON FUNCTION public.audit_append(text), public.audit_refuse(), public.audit_head_follows()
  FROM PUBLIC, aviary_server;
GRANT USAGE ON SCHEMA public TO aviary_server;
GRANT SELECT ON "audit_event", "audit_head" TO aviary_server;
GRANT EXECUTE ON FUNCTION public.audit_append(text) TO aviary_server;
GRANT SELECT, INSERT, UPDATE ON "operation", "api_token" TO aviary_server;
GRANT SELECT, INSERT ON "route_snapshot" TO aviary_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON "release", "leader", "session", "idempotency" TO aviary_server;
GRANT USAGE ON SEQUENCE "route_snapshot_id_seq" TO aviary_server;

-- The server reads which migrations were applied. The table is missing where Prisma only tries the migrations out.
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    GRANT SELECT ON public._prisma_migrations TO aviary_server;
  END IF;
END
$$;
