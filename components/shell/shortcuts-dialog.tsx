'use client'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { navItems } from './nav-items'

const groups: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['⌘/Ctrl', 'K'], 'go to, or do'],
      [['/'], 'search on this page'],
      [['?'], 'these shortcuts'],
      ...navItems.map(({ key, label }): [string[], string] => [['g', key], label]),
    ],
  },
  {
    title: 'Split bar, with a boundary in focus',
    keys: [
      [['←', '→'], 'by 1'],
      [['Shift', '←', '→'], 'by 10'],
      [['Home', 'End'], 'all the way'],
      [['⌘/Ctrl', '↵'], 'apply'],
      [['Esc'], 'discard'],
    ],
  },
  {
    title: 'Topology',
    keys: [
      [['/'], 'find'],
      [['↵'], 'in Find: next match; with Shift the one before, with Ctrl open it'],
      [['←', '↑', '→', '↓'], 'on the graph: walk between nodes'],
      [['↵'], 'on a node: open it; with Shift its neighbours only'],
      [['f'], 'fit the graph'],
      [['l'], 'list or graph'],
      [['Esc'], 'close, one thing at a time'],
    ],
  },
  { title: 'Release page', keys: [[['A', '↵'], 'abort']] },
]

/** The keys, by place. */
export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 text-xs font-semibold text-muted">{group.title}</h3>
            <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 text-sm">
              {group.keys.map(([keys, words]) => (
                <div key={words} className="contents">
                  <dt className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogContent>
    </Dialog>
  )
}
