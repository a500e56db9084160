import type { CallEvent } from './call'
import type { ReleaseRecord } from './release'
import { weightAt } from './placement'

const titles: Record<CallEvent, string> = {
  'automatic-abort': 'is aborted by itself',
  holding: 'holds',
  failed: 'failed: the traffic is not back on stable',
  'approval-waiting': 'waits for approval',
  promoted: 'is promoted',
  drift: 'holds: a route was changed around Aviary',
}

/** The body of a call, as JSON text: `text` is what Slack shows, the rest is for programs. `url` is of the release's page. */
export function callBody(
  release: ReleaseRecord,
  event: CallEvent,
  words: string,
  url: string,
  at: string,
): string {
  const { service, from, to, state, verdict } = release
  const name = escaped(`${service.namespace}/${service.name}`)
  const title = `*${name}* ${escaped(from)} → ${escaped(to)} ${titles[event]}.`
  return JSON.stringify({
    text: `${title} ${escaped(words)} <${url}|Open in Aviary>`,
    event,
    release: { id: release.id, url },
    service,
    from,
    to,
    state,
    ...weightOf(release),
    words,
    ...(verdict ? { verdict } : {}),
    at,
  })
}

/** The percent that the plan has reached; nothing where the release has no traffic of its own. */
function weightOf({ state, plan, stepIndex }: ReleaseRecord): { weight?: number } {
  if (state === 'promoted') return { weight: 100 }
  return state === 'running' || state === 'holding' ? { weight: weightAt(plan, stepIndex) } : {}
}

/** The three characters that Slack takes as markup: https://docs.slack.dev/messaging/formatting-message-text. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
