-- username: the claim by which Kubernetes knows the person. sealed_tokens: what groups are looked up with, encrypted by the
-- server. groups_tried_at: when a lookup began last, so that one replica at a time makes it.
-- groups_failing: whether that lookup came to nothing. provider_session: `sid`.
-- The defaults are for sessions that a server from before still makes while it is replaced.
ALTER TABLE "session"
  ADD COLUMN "username" TEXT,
  ADD COLUMN "groups_problem" TEXT,
  ADD COLUMN "groups_checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "groups_tried_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "groups_failing" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "sealed_tokens" TEXT,
  ADD COLUMN "provider_session" TEXT,
  ADD COLUMN "address" TEXT,
  ADD COLUMN "agent" TEXT;

-- Nothing reads ID tokens any more.
UPDATE "session" SET "id_token" = NULL;

CREATE INDEX "session_created_at_id_idx" ON "session"("created_at", "id");
CREATE INDEX "api_token_created_at_id_idx" ON "api_token"("created_at", "id");

-- Logout tokens that were taken, so that none counts twice.
CREATE TABLE "logout_token" (
  "jti" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "logout_token_pkey" PRIMARY KEY ("jti")
);

REVOKE ALL ON "logout_token" FROM PUBLIC;
GRANT SELECT, INSERT, DELETE ON "logout_token" TO aviary_server;
