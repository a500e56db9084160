import type { Person } from './people'

const style = `
:root { color-scheme: light dark; --bg:#f5f6f8; --panel:#fff; --line:#e1e5ea; --text:#161c24; --muted:#596574; --canary:#f2bd1d; --ink:#221900; --fail:#b32f2e }
@media (prefers-color-scheme: dark) { :root { --bg:#0d1015; --panel:#14181f; --line:#283039; --text:#e8ecf2; --muted:#97a3b3; --canary:#f6c945; --ink:#1d1600; --fail:#ef8280 } }
* { box-sizing: border-box }
body { margin:0; min-height:100vh; display:grid; place-items:center; padding:24px; background:var(--bg); color:var(--text); font:15px/1.5 system-ui, sans-serif }
main { width:100%; max-width:400px; background:var(--panel); border:1px solid var(--line); border-radius:14px; padding:28px }
h1 { margin:0 0 4px; font-size:20px } p { margin:0 0 18px; color:var(--muted) }
fieldset { border:0; margin:0 0 16px; padding:0; display:grid; gap:6px } legend, label.field { font-weight:600; margin-bottom:6px; display:block }
.person { display:flex; gap:10px; align-items:center; padding:8px 12px; border:1px solid var(--line); border-radius:9px; cursor:pointer }
.person:has(:checked) { border-color:var(--canary); box-shadow:inset 0 0 0 1px var(--canary) } .person:has(:focus-visible) { outline:2px solid var(--text); outline-offset:2px }
.person input { accent-color:var(--canary); margin:0 } .role { margin-left:auto; color:var(--muted) }
input[type=password] { width:100%; padding:10px 12px; font:inherit; color:inherit; background:var(--bg); border:1px solid var(--line); border-radius:9px }
button { width:100%; margin-top:18px; padding:11px; font:inherit; font-weight:600; color:var(--ink); background:var(--canary); border:0; border-radius:9px; cursor:pointer }
.wrong { color:var(--fail); font-weight:600 }`

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}

function page(title: string, body: string, nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style nonce="${nonce}">${style}</style></head>
<body><main>${body}</main></body></html>`
}

/** The sign-in form: who one is, and the password that the start of the sandbox printed. */
export function signInPage(input: {
  people: readonly Person[]
  chosen: string
  wrong: boolean
  nonce: string
}): string {
  const options = input.people.map(({ name, displayName, role }) => {
    const checked = name === input.chosen ? ' checked' : ''
    return `<label class="person"><input type="radio" name="name" value="${escapeHtml(name)}"${checked} required>
<span>${escapeHtml(displayName)}</span><span class="role">${escapeHtml(role)}</span></label>`
  })
  const complaint = input.wrong ? '<p class="wrong" role="alert">That is not this person’s password.</p>' : ''
  return page(
    'Sign in – try-it cluster',
    `<h1>Sign in</h1><p>The identity provider of the try-it cluster. Its start printed a password for each person.</p>
<form method="post"><fieldset><legend>Who are you?</legend>${options.join('\n')}</fieldset>
<label class="field" for="password">Password</label>
<input id="password" type="password" name="password" autocomplete="current-password" autofocus required>
${complaint}<button type="submit">Sign in</button></form>`,
    input.nonce,
  )
}

/** Signs out without asking; the button is for browsers without scripts. `form` is the provider's own form. */
export function signOutPage(form: string, nonce: string): string {
  return page(
    'Signing out',
    `<h1>Signing out</h1>${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<script nonce="${nonce}">document.querySelector('button').click()</script>`,
    nonce,
  )
}

/** A plain message, for errors and for the end of a session without a place to go back to. */
export function messagePage(title: string, text: string, nonce: string): string {
  return page(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`, nonce)
}
