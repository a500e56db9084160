-- Replay asks for the newest snapshot of every route at a moment, and for the changes made around Aviary in a span.
-- revision: of the whole route in `state`; `gone` where there was no such route; NULL where the whole route is not known.
-- cause: of what was recorded without an operation: `baseline`, `change`, `away` or `own`.
ALTER TABLE "route_snapshot" ADD COLUMN "revision" TEXT, ADD COLUMN "cause" TEXT;

UPDATE "route_snapshot" SET "revision" = "state"->'route'->>'revision';

ALTER TABLE "route_snapshot" ADD CONSTRAINT "route_snapshot_cause_check"
  CHECK ("cause" IN ('baseline', 'change', 'away', 'own'));

CREATE INDEX "route_snapshot_replay" ON "route_snapshot"
  ("cluster", "namespace", "service", "route", "taken_at" DESC, "id" DESC) WHERE "revision" IS NOT NULL;
CREATE INDEX "route_snapshot_seen" ON "route_snapshot" ("taken_at" DESC, "id" DESC)
  WHERE "cause" IN ('change', 'away');
