import type { ComponentProps, ReactNode } from 'react'
import { formatUtc } from '@/components/ui/format-time'
import { cn } from '@/lib/cn'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'

interface PartProps {
  title: string
  note?: ReactNode
  /** On paper it begins a sheet. */
  newSheet?: boolean
  children: ReactNode
}

/** A part of the report; its heading stays with what follows on paper. */
export function Part({ title, note, newSheet = false, children }: PartProps) {
  return (
    <section className={cn('mt-8', newSheet && 'print:mt-0 print:break-before-page')}>
      <h2 className="mb-2 border-b border-line-strong pb-1 text-base font-semibold break-after-avoid">
        {title}
      </h2>
      {note !== undefined && <p className="mb-2 text-xs text-muted break-after-avoid">{note}</p>}
      {children}
    </section>
  )
}

/** Says that a part holds nothing. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className="text-sm text-muted">{children}</p>
}

/** A table whose head is repeated on each sheet and whose rows are not torn. */
export function Sheet({ label, heads, children }: { label: string; heads: string[]; children: ReactNode }) {
  return (
    <div className="overflow-x-auto print:overflow-visible" role="region" aria-label={label} tabIndex={0}>
      <table
        aria-label={label}
        className="w-full min-w-[44rem] border-collapse text-left text-xs print:min-w-0"
      >
        <thead>
          <tr>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="border-b border-line-strong py-1 pr-3 align-bottom font-medium text-muted last:pr-0"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** A row of a sheet. */
export function Row({ children }: { children: ReactNode }) {
  return <tr className="break-inside-avoid">{children}</tr>
}

/** A cell of a sheet. */
export function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return (
    <td
      className={cn(
        'border-b border-line py-1.5 pr-3 align-top [overflow-wrap:break-word] last:pr-0',
        className,
      )}
      {...rest}
    />
  )
}

/** A time in UTC, whose zone is said above or beside it; breaks between date and time only. */
export function Utc({ at }: { at: string }) {
  const [date, time] = formatUtc(at).split(' ')
  return (
    <time dateTime={at}>
      <span className="whitespace-nowrap">{date}</span> <span className="whitespace-nowrap">{time}</span>
    </time>
  )
}

/** Somebody, with what tells them apart from others of that name. */
export function Person({ who }: { who: ReleaseReportDto['generatedBy'] }) {
  return (
    <>
      <span className="font-medium">{who.name}</span>{' '}
      <span className="text-muted [overflow-wrap:anywhere]">
        {who.subject} at {who.issuer}
      </span>
    </>
  )
}

/** A hash or an id, which may break anywhere. */
export function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-2xs break-all">{children}</code>
}
