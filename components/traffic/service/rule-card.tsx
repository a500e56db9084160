'use client'
import { Card } from '@/components/ui/card'
import { TimeAgo } from '@/components/ui/time-ago'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { matchWords, traitWords } from '../match-words'
import { SplitBar } from '../split-bar/split-bar'
import { DestinationControls } from './destination-controls'
import { FaultControls } from './fault-controls'
import { MirrorControls } from './mirror-controls'
import { Precedence } from './precedence'
import { RemoveMatch } from './remove-match'
import { ruleTitle, ruleWords } from './rule-words'
import { StickyNote } from './sticky-note'

interface RuleCardProps {
  service: ServiceDetailDto
  route: RouteDto
  rule: RuleDto
}

/** One rule: which requests it takes, their split, its mirrors and destinations. */
export function RuleCard({ service, route, rule }: RuleCardProps) {
  const traits = traitWords(rule)
  return (
    <Card
      title={ruleTitle(rule)}
      data-testid={`rule-${rule.id}`}
      aside={
        <span>
          <span title={`Rule ${rule.id}`}>
            {[`${route.kind} ${route.name}`, ruleWords(route, rule)]
              .filter((words) => words !== '')
              .join(', ')}
          </span>
          {route.writer !== undefined && (
            <>
              {' · '}
              <span data-testid="writer" title={route.writer.note}>
                {route.writer.actor ?? route.writer.manager}
              </span>{' '}
              <TimeAgo at={route.writer.time} />
            </>
          )}
        </span>
      }
    >
      <p className="-mt-2 mb-3 text-xs text-muted">
        for {matchWords(rule.match)}
        {traits.length > 0 && ` · ${traits.join(' · ')}`}
      </p>
      {rule.precedence !== undefined && <Precedence words={rule.precedence} />}
      <SplitBar service={service} route={route} rule={rule} />
      <StickyNote service={service} route={route} rule={rule} />
      <div className="mt-4 flex flex-wrap items-center gap-2 border-t border-line pt-3 empty:hidden">
        <MirrorControls service={service} route={route} rule={rule} />
        <DestinationControls service={service} route={route} rule={rule} />
        <FaultControls service={service} route={route} rule={rule} />
        <RemoveMatch service={service} route={route} rule={rule} />
      </div>
    </Card>
  )
}
