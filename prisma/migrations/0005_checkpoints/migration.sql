-- Signed checkpoints of the audit chain, and new epochs of it after the database went back to an earlier state.
-- The process that signs logs in as a member of `aviary_signer`, which the server is not.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'aviary_signer') THEN
    CREATE ROLE aviary_signer NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the role aviary_signer is missing and % may not create it', current_user
      USING HINT = 'As an administrator run: CREATE ROLE aviary_signer NOLOGIN; then migrate again.';
END
$$;

-- `line` is the checkpoint exactly as it was signed and printed; `digest` is what the next one names as `previous`.
CREATE TABLE "audit_checkpoint" (
    "id" BIGSERIAL NOT NULL,
    "epoch" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "digest" TEXT NOT NULL CHECK ("digest" ~ '^[0-9a-f]{64}$'),
    "line" TEXT NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("id")
);

-- A checkpoint that the chain contradicts, and who accepted that. One for each lost point, however many replicas saw it.
CREATE TABLE "audit_incident" (
    "id" TEXT NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "event_seq" BIGINT NOT NULL,
    "chain" TEXT NOT NULL,
    "lost_epoch" BIGINT NOT NULL,
    "lost_seq" BIGINT NOT NULL,
    "lost_hash" TEXT NOT NULL,
    "head_epoch" BIGINT NOT NULL,
    "head_seq" BIGINT NOT NULL,
    "head_hash" TEXT NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_issuer" TEXT,
    "acknowledged_subject" TEXT,
    "acknowledged_name" TEXT,
    "reason" TEXT,

    CONSTRAINT "audit_incident_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "audit_checkpoint_digest_key" ON "audit_checkpoint"("digest");
CREATE UNIQUE INDEX "audit_incident_chain_lost_epoch_lost_seq_lost_hash_key" ON "audit_incident"("chain", "lost_epoch", "lost_seq", "lost_hash");

-- What audit_append did until now, in the epoch of the head or `step` after it. Nobody but its owner may call it.
CREATE FUNCTION public.audit_link(body text, step bigint) RETURNS TABLE (seq bigint, hash text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  bytes bytea := convert_to(audit_link.body, 'UTF8');
  event jsonb := audit_link.body::jsonb;
  head public.audit_head%ROWTYPE;
  next_epoch bigint;
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
  next_epoch := head.epoch + audit_link.step;
  next_seq := head.seq + 1;
  next_hash := sha256('aviary-audit-v1'::bytea || uuid_send(head.chain_id) || int8send(next_epoch)
    || int8send(next_seq) || head.hash || sha256(bytes));

  INSERT INTO public.audit_event (seq, epoch, prev_hash, hash, body, id, time, kind, action, result,
    actor_issuer, actor_subject, actor_name, cluster, namespace, service, release, operation)
  VALUES (next_seq, next_epoch, head.hash, next_hash, audit_link.body, event ->> 'id',
    date_trunc('milliseconds', (event ->> 'time')::timestamptz), event ->> 'kind', event ->> 'action',
    event ->> 'result', event #>> '{actor,issuer}', event #>> '{actor,subject}', event #>> '{actor,name}',
    event #>> '{service,cluster}', event #>> '{service,namespace}', event #>> '{service,name}',
    event ->> 'release', event ->> 'operation');
  UPDATE public.audit_head SET epoch = next_epoch, seq = next_seq, hash = next_hash;

  RETURN QUERY SELECT next_seq, encode(next_hash, 'hex');
END
$$;

CREATE OR REPLACE FUNCTION public.audit_append(body text) RETURNS TABLE (seq bigint, hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT * FROM public.audit_link(audit_append.body, 0);
END
$$;

-- Begins a new epoch with the one event that may: the one that says why.
CREATE FUNCTION public.audit_begin_epoch(body text) RETURNS TABLE (seq bigint, hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (audit_begin_epoch.body::jsonb ->> 'action') IS DISTINCT FROM 'chain.rollback-detected' THEN
    RAISE EXCEPTION 'an epoch begins with chain.rollback-detected' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY SELECT * FROM public.audit_link(audit_begin_epoch.body, 1);
END
$$;

-- The head may only move on to the event that was just appended to it, into a new epoch only with the event of that.
CREATE OR REPLACE FUNCTION public.audit_head_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.chain_id = OLD.chain_id AND NEW.seq = OLD.seq + 1 AND EXISTS (
    SELECT FROM public.audit_event AS event
    WHERE event.seq = NEW.seq AND event.prev_hash = OLD.hash AND event.hash = NEW.hash AND event.epoch = NEW.epoch
      AND (NEW.epoch = OLD.epoch OR (NEW.epoch = OLD.epoch + 1 AND event.action = 'chain.rollback-detected'))
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'UPDATE on audit_head is refused: only audit_append moves it'
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "audit_checkpoint_keep" BEFORE UPDATE OR DELETE ON "audit_checkpoint"
  FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER "audit_checkpoint_keep_all" BEFORE TRUNCATE ON "audit_checkpoint"
  FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER "audit_incident_keep" BEFORE DELETE ON "audit_incident"
  FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER "audit_incident_keep_all" BEFORE TRUNCATE ON "audit_incident"
  FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
ALTER TABLE "audit_checkpoint" ENABLE ALWAYS TRIGGER "audit_checkpoint_keep";
ALTER TABLE "audit_checkpoint" ENABLE ALWAYS TRIGGER "audit_checkpoint_keep_all";
ALTER TABLE "audit_incident" ENABLE ALWAYS TRIGGER "audit_incident_keep";
ALTER TABLE "audit_incident" ENABLE ALWAYS TRIGGER "audit_incident_keep_all";

-- Default privileges of the database may have given more than is meant: everything is taken away first.
REVOKE ALL ON "audit_event", "audit_head" FROM aviary_signer;
REVOKE ALL ON "audit_checkpoint", "audit_incident" FROM PUBLIC, aviary_server, aviary_signer;
REVOKE ALL ON SEQUENCE "audit_checkpoint_id_seq" FROM PUBLIC, aviary_server, aviary_signer;
REVOKE ALL ON FUNCTION public.audit_link(text, bigint), public.audit_begin_epoch(text)
  FROM PUBLIC, aviary_server, aviary_signer;
GRANT SELECT ON "audit_checkpoint", "audit_incident" TO aviary_server;
GRANT INSERT ON "audit_incident" TO aviary_server;
GRANT UPDATE ("acknowledged_at", "acknowledged_issuer", "acknowledged_subject", "acknowledged_name", "reason")
  ON "audit_incident" TO aviary_server;
GRANT EXECUTE ON FUNCTION public.audit_begin_epoch(text) TO aviary_server;
GRANT USAGE ON SCHEMA public TO aviary_signer;
GRANT SELECT ON "audit_event", "audit_head", "audit_checkpoint" TO aviary_signer;
GRANT INSERT ON "audit_checkpoint" TO aviary_signer;
GRANT USAGE ON SEQUENCE "audit_checkpoint_id_seq" TO aviary_signer;
