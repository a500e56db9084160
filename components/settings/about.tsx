'use client'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Kbd } from '@/components/ui/kbd'

const real = [
  'Traffic is read from and moved by the routes of the cluster that Connections names: Istio VirtualServices and their subsets. Services without a route are shown by their pods.',
  'Weights, new versions and mirrors are written as one small JSON Patch each, tried as a dry run first.',
  'Observed splits are measured from the requests that Prometheus counted, with their confidence.',
  'Releases run on the server by weight steps and bakes; closing this page stops nothing.',
  'Moves and tokens are recorded before they take effect, denials and sign-ins as they happen, in a chain that can be verified.',
]
const missing = [
  'Nothing judges a canary yet: canary and stable are shown side by side, and a person decides to go on.',
  'Approvals, templates, webhooks and signed checkpoints are not there yet.',
  'Gateway API and Traefik are not moved yet; neither are matches, faults, cut-over and replica counts.',
  'Aviary cannot tell a sandbox from a cluster: in the demo the cluster, its traffic and its people are simulated.',
]

/** The version, what this version really does and what it does not, and the way to keys and documents. */
export function About({ version }: { version: string }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title="What is real in this version">
        <List items={real} glyph="✓" className="text-ok" />
      </Card>
      <div className="flex flex-col gap-4">
        <Card title="What is not">
          <List items={missing} glyph="○" className="text-muted" />
        </Card>
        <Card title="Aviary" aside={<span data-testid="about-version">version {version}</span>}>
          <p className="mb-3 text-sm text-muted">A release cockpit for canaries on Kubernetes. Apache-2.0.</p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={showShortcuts}>
              Keyboard shortcuts <Kbd>?</Kbd>
            </Button>
            <Button asChild>
              <Link href="/docs/api">The API</Link>
            </Button>
            <Button asChild>
              <Link href="/docs/errors">Errors and what to do</Link>
            </Button>
          </div>
        </Card>
      </div>
    </div>
  )
}

/** The shell listens for the key on the window; the button presses it. */
function showShortcuts() {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }))
}

function List({ items, glyph, className }: { items: readonly string[]; glyph: string; className: string }) {
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {items.map((item) => (
        <li key={item} className="flex gap-2">
          <span aria-hidden className={className}>
            {glyph}
          </span>
          <span className="min-w-0">{item}</span>
        </li>
      ))}
    </ul>
  )
}
