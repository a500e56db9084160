'use client'
import { formatRate } from '@/components/ui/format-number'
import { Table, Td, Th } from '@/components/ui/table'
import { cn } from '@/lib/cn'
import { Section } from '../inspector/section'
import { percent, stateSigns } from './compare-moments'
import { usePast } from './past-context'

type Row = readonly [name: string, before: string, after: string]

/** Before and after of a node or an edge, while two moments are compared. */
export function ComparedFacts({ id }: { id: string }) {
  const { compared } = usePast()
  if (compared === undefined) return null
  const state = compared.states.get(id)
  const rows = rowsOf(compared, id)
  if (rows.length === 0) return null
  const sign = state === undefined || state === 'same' ? undefined : stateSigns[state]
  return (
    <Section title="Before → after" aside={sign === undefined ? 'alike' : `${sign.glyph} ${sign.word}`}>
      <Table label="Before and after">
        <thead>
          <tr>
            <Th className="pl-0">figure</Th>
            <Th numeric>before</Th>
            <Th numeric className="pr-0">
              after
            </Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, after]) => (
            <tr key={name} className={cn(before !== after && 'font-semibold')}>
              <Td className="py-1.5 pl-0">
                {name}
                {before !== after && <span className="sr-only"> (changed)</span>}
              </Td>
              <Td numeric className="py-1.5">
                {before}
              </Td>
              <Td numeric className="py-1.5 pr-0">
                {after}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

const rps = (value: number | undefined) => (value === undefined ? '–' : `${formatRate(value)} rps`)

function rowsOf(compared: NonNullable<ReturnType<typeof usePast>['compared']>, id: string): Row[] {
  const edge = compared.edges.get(id)
  if (edge !== undefined) {
    const { before, after } = edge
    return [
      ['rate', rps(before?.rate), rps(after?.rate)],
      ['errors', percent(before?.errorShare), percent(after?.errorShare)],
      ['share', percent(before?.share), percent(after?.share)],
      ['desired share', percent(before?.desiredShare), percent(after?.desiredShare)],
    ]
  }
  const node = compared.nodes.get(id)
  if (node === undefined) return []
  const { before, after } = node
  return [
    ['receives', rps(before?.in.rate), rps(after?.in.rate)],
    ['errors', percent(before?.in.errorShare), percent(after?.in.errorShare)],
    ['sends', rps(before?.out.rate), rps(after?.out.rate)],
    ['health', before?.health.state ?? '–', after?.health.state ?? '–'],
  ]
}
