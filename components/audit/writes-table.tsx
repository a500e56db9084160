import { CopyButton } from '@/components/ui/copy-button'
import { Table, Td, Th } from '@/components/ui/table'
import type { OperationDto } from '@/lib/contracts/moves'
import { ResultMark } from './result-mark'

/** The writes of an operation, each with the Audit-ID under which the cluster's own audit log has it. */
export function WritesTable({ writes }: { writes: OperationDto['writes'] }) {
  return (
    <Table label="Writes sent to the cluster">
      <thead>
        <tr>
          <Th>Object</Th>
          <Th>Write</Th>
          <Th>Result</Th>
          <Th>Audit-ID</Th>
        </tr>
      </thead>
      <tbody>
        {writes.map(({ auditId, object, verb, result, detail }) => (
          <tr key={auditId} className="align-top last:[&>td]:border-b-0">
            <Td>
              {object.kind} <span className="font-medium">{object.name}</span>{' '}
              <span className="text-muted">{object.namespace}</span>
            </Td>
            <Td>{verb}</Td>
            <Td>
              <ResultMark result={result} />
              {detail !== undefined && <p className="max-w-sm text-xs text-muted">{detail}</p>}
            </Td>
            <Td>
              <span className="inline-flex items-center gap-1">
                <code className="font-mono text-xs">{auditId}</code>
                <CopyButton text={auditId} label={`Copy the Audit-ID ${auditId}`} />
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
