'use client'
import { formatPercent } from '@/components/ui/format-number'
import { Table, Td, Th } from '@/components/ui/table'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { useAge } from './age'

interface CodeTableProps {
  label: string
  codes: GraphEdgeDto['codes']
}

/** Answers by code and by the flags that the proxy gave them. */
export function CodeTable({ label, codes }: CodeTableProps) {
  const age = useAge()
  return (
    <Table label={label} title={age}>
      <thead>
        <tr>
          <Th className="pl-0">code</Th>
          <Th>flags</Th>
          <Th numeric className="pr-0">
            share
          </Th>
        </tr>
      </thead>
      <tbody>
        {codes.map(({ code, flags, share }) => (
          <tr key={`${code} ${flags}`}>
            <Td className="py-1.5 pl-0 font-medium">{code === '0' ? 'no response' : code}</Td>
            <Td className="py-1.5 text-muted">{flags === '' || flags === '-' ? '–' : flags}</Td>
            <Td numeric className="py-1.5 pr-0">
              {share > 0 && share < 0.05 ? `< ${formatPercent(0.1)}` : formatPercent(share)}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
