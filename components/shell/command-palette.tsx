'use client'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { lazyPart, usePreloaded } from '@/components/ui/lazy-part'
import { SkeletonRows } from '@/components/ui/skeleton'

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

const PaletteBody = lazyPart(async () => (await import('./palette-body')).PaletteBody, {
  title: 'The palette could not be loaded',
  waiting: <SkeletonRows />,
})
const parts = [PaletteBody]

/** ⌘K: go to a service, a release or a page, or do something. */
export function CommandPalette({ open, onOpenChange }: PaletteProps) {
  usePreloaded(parts)
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Go to, or do" quietTitle className="top-[14vh] gap-0 p-0">
        <PaletteBody onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  )
}
