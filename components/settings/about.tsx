'use client'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Kbd } from '@/components/ui/kbd'

const real = [
  'Traffic is read from and moved by the routes of the cluster that Connections names: Istio, the Gateway API, Traefik and plain Kubernetes, each as far as it can.',
  'Every move is a small JSON Patch, tried as a dry run first, recorded before it is sent, and undone by a patch of its own.',
  'Observed splits are measured from the requests that Prometheus counted, with their confidence.',
  'Releases run on the server, are judged by evidence, and hold where nobody can know; closing this page stops nothing.',
  'Moves, sign-ins, denials, exports and changes of the policy stand in a chain of hashes that can be verified without Aviary.',
]
const missing = [
  'Without a signer, somebody who owns the database can rewrite the whole log; with one, only what came after the newest checkpoint held outside.',
  'Telemetry of Envoy Gateway, Contour and kgateway was written from their documentation and not seen on a live one.',
  'What an attacker does who runs code inside Aviary is seen in the cluster’s own audit log, not in this one.',
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
