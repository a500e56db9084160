import { Card } from '@/components/ui/card'
import { Fact } from '@/components/ui/fact'
import { formatCount } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import { Table, Td, Th } from '@/components/ui/table'
import type { MetricsConnectionDto } from '@/lib/contracts/connections'
import { budgetWords, formatBytes, formatMs, partWords } from './cost-words'
import { StateMark } from './state-mark'

/** What Aviary costs Prometheus: the queries of the last tick of the graph, the sums of a minute, and what rules both. */
export function PrometheusCost({ metrics }: { metrics: MetricsConnectionDto }) {
  const { scrapeInterval, window, matchers, sources, cost } = metrics
  const budget = budgetWords(cost.tick.length, cost.budget)
  return (
    <Card
      title="Cost on Prometheus"
      aside={
        <StateMark state={budget.over ? 'degraded' : 'ok'}>{`${budget.words} queries a tick`}</StateMark>
      }
      data-testid="prometheus-cost"
    >
      {cost.tick.length === 0 ? (
        <p className="text-sm text-muted">No graph was asked for yet.</p>
      ) : (
        <Tick metrics={metrics} />
      )}
      <dl className="mt-3 text-sm">
        <Fact name="In the last minute">
          <span className="text-right">
            {formatCount(cost.minute.queries)} queries · {formatMs(cost.minute.ms)} ·{' '}
            {formatBytes(cost.minute.bytes)}
            {cost.minute.failed > 0 && ` · ${formatCount(cost.minute.failed)} failed`}
          </span>
        </Fact>
        <Fact name="Scrape interval">
          {scrapeInterval === null ? 'not seen yet' : formatDuration(scrapeInterval)}
        </Fact>
        <Fact name="Least window of rates">{formatDuration(window)}</Fact>
        <Fact name="Matchers on every query">
          <Codes codes={matchers} />
        </Fact>
        <Fact name="Telemetry of your own">
          <Codes codes={sources} />
        </Fact>
      </dl>
      {budget.over && (
        <p className="mt-2 text-sm text-muted">
          The graph asks more than it should. Each source of your own is one query a tick: put some together.
        </p>
      )}
    </Card>
  )
}

function Tick({ metrics }: { metrics: MetricsConnectionDto }) {
  const { tick } = metrics.cost
  const sum = (pick: (query: (typeof tick)[number]) => number) =>
    tick.reduce((total, query) => total + pick(query), 0)
  return (
    <Table label="Queries of the last tick of the graph">
      <thead>
        <tr>
          <Th className="pl-0">Query of the graph</Th>
          <Th numeric>Last time</Th>
          <Th numeric className="pr-0">
            Answer
          </Th>
        </tr>
      </thead>
      <tbody>
        {inOrder(tick).map(({ part, ms, bytes, ok }) => (
          <tr key={part}>
            <Td className="pl-0">
              {partWords(part)}
              {!ok && (
                <span className="ml-2">
                  <StateMark state="failing">failed</StateMark>
                </span>
              )}
            </Td>
            <Td numeric>{formatMs(ms)}</Td>
            <Td numeric className="pr-0">
              {formatBytes(bytes)}
            </Td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-medium [&>*]:border-b-0">
          <th scope="row" className="py-2 text-left font-medium">
            All of them
          </th>
          <Td numeric>{formatMs(sum(({ ms }) => ms))}</Td>
          <Td numeric className="pr-0">
            {formatBytes(sum(({ bytes }) => bytes))}
          </Td>
        </tr>
      </tfoot>
    </Table>
  )
}

/** By what they ask for, so that no row jumps when another query answers first. */
function inOrder<Query extends { part: string }>(tick: readonly Query[]): Query[] {
  return [...tick].sort((a, b) => partWords(a.part).localeCompare(partWords(b.part), 'en'))
}

function Codes({ codes }: { codes: readonly string[] }) {
  if (codes.length === 0) return <span className="text-muted">none</span>
  return (
    <span className="flex flex-wrap justify-end gap-x-2">
      {codes.map((code) => (
        <code key={code} className="font-mono text-xs break-all">
          {code}
        </code>
      ))}
    </span>
  )
}
