'use client'
import { Panel } from '@xyflow/react'
import { Button } from '@/components/ui/button'
import { healthSigns } from '@/components/ui/health'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { cn } from '@/lib/cn'
import { knownBadges } from './badges'
import { NodeKinds } from './legend-nodes'

const lines = [
  { word: 'requests, thicker with the rate', line: <path d="M0,7 H44" strokeWidth={3.5} /> },
  { word: 'mirror', line: <path d="M0,7 H44" strokeWidth={2} strokeDasharray="7 5" /> },
  {
    word: 'tcp',
    line: (
      <>
        <path d="M0,7 H44" strokeWidth={5} />
        <path d="M0,7 H44" strokeWidth={2.25} stroke="var(--raised)" />
      </>
    ),
  },
  {
    word: 'nothing in this window',
    line: <path d="M0,7 H44" strokeWidth={1.5} strokeDasharray="1 5" strokeLinecap="round" />,
  },
]

/** What the signs mean: health in view, the rest on request. */
export function Legend() {
  return (
    <Panel
      position="bottom-left"
      className="!m-3 flex items-center gap-x-4 rounded-lg border border-line bg-panel py-1 pr-1 pl-3 text-xs text-muted"
    >
      {Object.values(healthSigns).map(({ glyph, word, className }) => (
        <span key={word} className="whitespace-nowrap max-md:hidden">
          <span aria-hidden className={cn('mr-1', className)}>
            {glyph}
          </span>
          {word}
        </span>
      ))}
      <span className="whitespace-nowrap max-xl:hidden">
        <b className="font-semibold text-text">90 %</b> desired, 90.2 % seen
      </span>
      <Popover>
        <PopoverTrigger asChild>
          <Button variant="ghost" size="sm" className="max-md:-ml-2">
            Legend
          </Button>
        </PopoverTrigger>
        <PopoverContent
          side="top"
          align="start"
          aria-label="Legend"
          tabIndex={0}
          className="max-h-[70vh] w-80 overflow-y-auto"
        >
          <NodeKinds />
          <h2 className="mt-4 mb-2 font-semibold">Lines</h2>
          <ul className="flex flex-col gap-1.5">
            {lines.map(({ word, line }) => (
              <li key={word} className="flex items-center gap-3">
                <svg width={44} height={14} fill="none" stroke="var(--stable)" aria-hidden>
                  {line}
                </svg>
                {word}
              </li>
            ))}
            <li className="flex items-center gap-3">
              <svg width={44} height={14} aria-hidden>
                <circle cx={10} cy={7} r={2.8} fill="var(--stable)" />
                <path d="M30,2.4 L34.4,10.4 L25.6,10.4 Z" fill="var(--failing)" />
              </svg>
              requests on their way, errors; slower where answers are slow
            </li>
          </ul>
          <h2 className="mt-4 mb-2 font-semibold">Badges</h2>
          <ul className="flex flex-col gap-1.5">
            {knownBadges.map(({ word, meaning, icon: Icon, tone }) => (
              <li key={word} className="flex items-start gap-2">
                <Icon
                  className={cn(
                    'mt-0.5 size-3.5 shrink-0',
                    tone === 'degraded' ? 'text-degraded' : 'text-muted',
                  )}
                  aria-hidden
                />
                <span>
                  {word} <span className="text-muted">– {meaning}</span>
                </span>
              </li>
            ))}
          </ul>
        </PopoverContent>
      </Popover>
    </Panel>
  )
}
