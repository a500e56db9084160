import { stringify } from 'yaml'
import type { NewRelease } from '@/lib/queries/use-release-verbs'

/** The body of POST /releases, to be kept in a pipeline's repository. */
export function pipelineJson(body: NewRelease): string {
  return JSON.stringify(body, null, 2)
}

/** The plan alone, as a template or own steps may hold it. */
export function planYaml({ plan }: NewRelease): string {
  return stringify(plan).trimEnd()
}

/**
 * A shell script that makes the release, starts it and waits for its end; it needs curl and jq. It ends with
 * status 1 unless the release was promoted. The token comes from AVIARY_TOKEN and never stands in the script.
 */
export function pipelineCurl(body: NewRelease, origin: string): string {
  return [
    `api=${quoted(`${origin}/api/v1`)}`,
    `auth="Authorization: Bearer $AVIARY_TOKEN"`,
    `id=$(curl -fsS -X POST "$api/releases" -H "$auth" -H 'Content-Type: application/json' \\`,
    `  -d ${quoted(JSON.stringify(body))} | jq -er .id) || exit 1`,
    `curl -fsS -X POST "$api/releases/$id/start" -H "$auth" > /dev/null || exit 1`,
    `while :; do`,
    `  release=$(curl -fsS "$api/releases/$id?wait=60s&until=ended" -H "$auth") || { sleep 5; continue; }`,
    `  case $(printf '%s' "$release" | jq -r .state) in`,
    `    promoted) exit 0 ;;`,
    `    aborted|failed|undone) printf '%s' "$release" | jq -r '.log[-1].words'; exit 1 ;;`,
    `  esac`,
    `done`,
  ].join('\n')
}

/** A text as one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
