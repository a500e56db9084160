'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { stringify } from 'yaml'
import { Button } from '@/components/ui/button'
import { QueryState } from '@/components/ui/query-state'
import { Skeleton } from '@/components/ui/skeleton'
import { TimeAgo } from '@/components/ui/time-ago'
import { cn } from '@/lib/cn'
import { templatesQuery } from '@/lib/queries/templates'
import type { NewReleaseState } from './use-new-release'

/** The saved plans to choose from; a link without a version takes the newest. */
export function TemplateField({ state }: { state: NewReleaseState }) {
  const query = useInfiniteQuery(templatesQuery())
  const { form, change, problems } = state
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Template</legend>
      <QueryState
        query={query}
        title="The templates could not be read"
        skeleton={<Skeleton className="h-20" />}
      >
        {({ pages }) => {
          const templates = pages.flatMap(({ items }) => items)
          if (templates.length === 0)
            return (
              <p className="rounded-md border border-dashed border-line-strong px-3 py-4 text-sm text-muted">
                No template has been saved yet. Choose a preset, set it up, and save it as a template.
              </p>
            )
          return (
            <ul className="flex max-h-72 flex-col gap-1.5 overflow-y-auto p-0.5">
              {templates.map(({ name, version, words, plan, author, at }) => {
                const chosen =
                  form.template === name && (form.templateVersion || String(version)) === String(version)
                return (
                  <li key={`${name} ${version}`} className="flex items-center gap-2">
                    <button
                      type="button"
                      aria-pressed={chosen}
                      data-testid={`template-${name}-${version}`}
                      onClick={() => change({ template: name, templateVersion: String(version) })}
                      className={cn(
                        'min-w-0 flex-1 rounded-md border px-3 py-2 text-left text-sm',
                        chosen ? 'border-canary bg-canary-soft' : 'border-line hover:border-line-strong',
                      )}
                    >
                      <span className="font-semibold">
                        {chosen && <span aria-hidden>✓ </span>}
                        {name}
                      </span>{' '}
                      <span className="text-muted">version {version}</span>
                      <span className="block text-xs text-muted">
                        {words !== undefined && words !== '' && `${words} · `}
                        {author}
                      </span>
                    </button>
                    <TimeAgo at={at} className="text-xs text-muted" />
                    <Button
                      size="sm"
                      variant="ghost"
                      aria-label={`Edit a copy of ${name}, version ${version}`}
                      onClick={() => change({ strategy: 'own', template: '', plan: stringify(plan) })}
                    >
                      Edit a copy
                    </Button>
                  </li>
                )
              })}
            </ul>
          )
        }}
      </QueryState>
      {problems['template'] !== undefined && (
        <p className="mt-1 text-xs text-failing">
          <span aria-hidden>▲</span> {problems['template']}
        </p>
      )}
    </fieldset>
  )
}
