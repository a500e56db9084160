'use client'
import { List, Settings2, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent, DialogTrigger } from '@/components/ui/dialog'
import type { ShownGraph } from '../use-shown-graph'
import type { ChangeView } from '../use-view-state'
import type { ViewState } from '../view-state'
import { CopyLink } from './copy-link'
import { DisplayMenu, DisplayOptions } from './display-menu'
import { FindBar, HideBar } from './find-bar'
import { ScopeControls } from './scope-controls'

interface ToolbarProps {
  view: ViewState
  onChange: ChangeView
  shown: ShownGraph | undefined
  /** Which match was stepped to. */
  at: number | null
  onStep: (step: 1 | -1) => void
  onOpen: () => void
  age: ReactNode
}

/** What is shown, over which time, with which labels; all of it lands in the address. On a phone it folds into a sheet. */
export function TopologyToolbar(props: ToolbarProps) {
  const { view, onChange, shown, age } = props
  const graph = view.as === 'graph'
  return (
    <div
      role="group"
      aria-label="View"
      className="flex flex-wrap items-center gap-2 border-b border-line bg-panel px-3 py-2"
    >
      <div className="flex flex-wrap items-center gap-2 max-md:hidden">
        <ScopeControls view={view} onChange={onChange} />
        <DisplayMenu view={view} onChange={onChange} />
      </div>
      <div className="order-last flex min-w-0 basis-full items-center gap-2 2xl:order-none 2xl:flex-1 2xl:basis-auto">
        <FindBar {...props} />
        <HideBar view={view} onChange={onChange} shown={shown} className="min-w-56 flex-1 max-md:hidden" />
        <Sheet {...props} />
      </div>
      <div className="flex items-center gap-2 max-md:w-full md:ml-auto">
        <Button className="h-8 shrink-0 px-2.5" onClick={() => onChange({ as: graph ? 'list' : 'graph' })}>
          {graph ? <List className="size-4" aria-hidden /> : <Workflow className="size-4" aria-hidden />}
          {graph ? 'List' : 'Graph'}
        </Button>
        <CopyLink />
        <span className="flex-1 md:hidden" />
        {age}
      </div>
    </div>
  )
}

/** All controls but the search, for narrow screens. */
function Sheet({ view, onChange, shown }: ToolbarProps) {
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button className="h-8 px-2.5 md:hidden">
          <Settings2 className="size-4" aria-hidden />
          View
        </Button>
      </DialogTrigger>
      <DialogContent
        title="View"
        className="top-auto bottom-0 max-h-[85vh] w-full max-w-none rounded-b-none md:hidden"
      >
        <div className="flex flex-wrap gap-2">
          <ScopeControls view={view} onChange={onChange} />
        </div>
        <HideBar view={view} onChange={onChange} shown={shown} className="w-full" />
        <DisplayOptions view={view} onChange={onChange} />
      </DialogContent>
    </Dialog>
  )
}
