import { cn } from '@/lib/cn'

const signs = {
  blocking: { glyph: '▲', className: 'text-failing' },
  warning: { glyph: '◆', className: 'text-degraded' },
  hint: { glyph: '●', className: 'text-info' },
}

interface FindingLine {
  code: string
  severity: string
  title: string
  detail?: string
  remedy?: string
}

/** Findings with their severity in shape and word, and what to do where that is known. */
export function FindingList({ findings }: { findings: readonly FindingLine[] }) {
  if (findings.length === 0) return null
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {findings.map(({ code, severity, title, detail, remedy }, index) => {
        const sign = signs[severity === 'blocking' || severity === 'warning' ? severity : 'hint']
        return (
          <li key={`${code} ${index}`} className="flex gap-2" data-finding={code}>
            <span aria-hidden className={cn('shrink-0', sign.className)}>
              {sign.glyph}
            </span>
            <div className="min-w-0">
              <span className={sign.className}>
                <span className="sr-only">{severity}: </span>
                {title}
              </span>
              {detail !== undefined && detail !== '' && <p className="text-muted">{detail}</p>}
              {remedy !== undefined && remedy !== '' && <p className="text-muted">To do: {remedy}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
