import { show } from './show.mjs'

/**
 * The verdict in words for standard output; what it does not cover goes to standard error.
 * @param {Awaited<ReturnType<import('./verify.mjs').verify>>} result
 */
export function reportText(result) {
  const { verdict, chain, events, first, last, findings, total, incomplete, checkpoints, apiserver } = result
  const lines = [`${verdict}: ${headline(result)}`]
  for (const finding of findings) lines.push(`  ${findingWords(finding)}`)
  if (total > findings.length) lines.push(`  and ${total - findings.length} further findings`)
  for (const { code, detail } of incomplete) lines.push(`  ${code}: ${detail}`)
  if (apiserver) lines.push(...clusterLines(apiserver))
  if (chain !== undefined && first && last)
    lines.push(
      `events  ${events} hold, ${first.seq} to ${last.seq} of chain ${chain}`,
      `head    ${last.seq} ${last.hash} (epoch ${last.epoch}, ${show(last.time)})`,
    )
  if (checkpoints.given > 0)
    lines.push(
      `checkpoints  ${checkpoints.given} given, ${checkpoints.compared} compared, signatures ${checkpoints.signatures ?? 'bad'}` +
        (checkpoints.newest ? `, newest that holds: event ${checkpoints.newest.seq}` : ''),
    )
  return `${lines.join('\n')}\n`
}

function headline({ verdict, findings, incomplete, events, apiserver }) {
  if (verdict === 'whole') return `${events} events hold`
  if (verdict === 'incomplete') return incomplete[0].detail
  const [worst] = findings
  if (!worst) return `${apiserver.total} writes do not agree with the log of the API server`
  return `${place(worst)}: ${worst.class}`
}

const place = ({ seq, line }) =>
  [seq === null ? 'no event' : `event ${seq}`, line > 0 ? `line ${line}` : ''].filter(Boolean).join(', ')

const findingWords = (finding) => `${place(finding)}: ${finding.class}: ${finding.detail}`

function clusterLines({ findings, total, bypasses, accounts, writes }) {
  return [
    `apiserver  ${writes} writes looked at, Aviary is ${accounts.map(show).join(', ') || 'not among their accounts'}`,
    ...findings.map((finding) => `  ${finding.class}: ${finding.detail}`),
    ...(total > findings.length ? [`  and ${total - findings.length} further findings`] : []),
    ...bypasses.map(
      ({ account, object, verb, count, from, to }) =>
        `  bypass: ${show(account)} sent ${verb} to ${show(object)} ${count} times, ${from} to ${to}`,
    ),
  ]
}
