'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import type { ServiceDetailDto, VersionDto } from '@/lib/contracts/services'
import { useCan } from '@/lib/queries/use-can'
import { MoveDialog } from '../move-dialog'

interface ScaleControlsProps {
  service: ServiceDetailDto
  version: VersionDto
}

/** Gives a version another number of pods; offered where Deployments run it. */
export function ScaleControls({ service, version }: ScaleControlsProps) {
  const [open, setOpen] = useState(false)
  const may = useCan('scale', service)
  if (!version.workloads.some(({ kind }) => kind === 'Deployment')) return null
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        data-testid={`scale-${version.version}`}
        disabled={!may.allowed}
        title={may.allowed ? undefined : may.reason}
        onClick={() => setOpen(true)}
      >
        Scale…
      </Button>
      {open && <ScaleForm service={service} version={version} onClose={() => setOpen(false)} />}
    </>
  )
}

function ScaleForm({ service, version, onClose }: ScaleControlsProps & { onClose: () => void }) {
  const now = version.workloads.reduce((sum, { desired }) => sum + desired, 0)
  const [typed, setTyped] = useState(String(now))
  const replicas = /^\d{1,5}$/.test(typed) ? Number(typed) : null
  const { cluster, namespace, name } = service
  return (
    <MoveDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={`Scale ${version.version}`}
      description={
        service.dataPlanes.includes('kubernetes')
          ? 'Traffic of this service follows its pods, so this moves traffic too.'
          : 'Weights stay as they are; only the number of pods changes.'
      }
      request={
        replicas === null || replicas === now
          ? null
          : {
              kind: 'scale',
              service: { cluster, namespace, name },
              version: version.version,
              replicas,
            }
      }
      confirm={`Scale to ${typed}`}
      done={`${name} ${version.version} scaled to ${typed}`}
    >
      <label className="flex items-center gap-2 text-sm">
        <span className="text-muted">Pods</span>
        <Input
          type="number"
          min={0}
          step={1}
          data-testid="scale-replicas"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          className="w-24 text-right"
        />
        <span className="text-muted">now {now}</span>
      </label>
    </MoveDialog>
  )
}
