// Fetches this page again when the office says that something changed. Without it the page is complete, only not live.

const gapMs = 400
/** Where the browser has given up: an office that refuses more listeners, or a proxy that answers for it. */
const againMs = 5_000
/** Three heartbeats of the office: a network that is gone closes nothing. */
const silentMs = 45_000
const state = document.getElementById('live-state')
let due = false
let busy = false
let lost = false
/** Of what is shown: the office answers in one line where nothing is new. */
let tag = ''

/** A page that nobody looks at waits until somebody does. */
async function refresh() {
  if (busy || document.hidden) return void (due = true)
  busy = true
  due = false
  try {
    const response = await fetch(location.href, {
      // Asked by the page, not by a person: it keeps no session alive.
      headers: { accept: 'text/html', 'concert-refresh': '1', 'if-none-match': tag },
    })
    if (response.redirected && new URL(response.url).pathname === '/sign-in')
      return tellSignedOut(response.url)
    if (!response.ok) return
    tag = response.headers.get('etag') ?? ''
    replace(new DOMParser().parseFromString(await response.text(), 'text/html'))
  } catch {
    // The event source says that the connection is lost, and its return refreshes.
  } finally {
    setTimeout(() => {
      busy = false
      if (due) void refresh()
    }, gapMs)
  }
}

/** Swaps the changed regions. */
function replace(page) {
  swap(page, 'now')
  swap(page, 'live')
  swap(page, 'more')
}

/** What the reader had open stays open, what was typed stays typed, and the focus stays where it was. */
function swap(page, region) {
  const now = document.getElementById(region)
  const next = page.getElementById(region)
  if (now === null || next === null || written(now) === written(next)) return
  const open = keysOf(now, (details) => details.open)
  const focused = now.contains(document.activeElement)
    ? keyOf(now, document.activeElement)
    : undefined
  const typed = new Map([...fieldsOf(now)].filter(([, field]) => isTyped(field)))
  now.replaceChildren(...next.childNodes)
  for (const [key, field] of fieldsOf(now)) {
    const before = typed.get(key)
    if (before === undefined) continue
    if (isTicked(field)) field.checked = before.checked
    else field.value = before.value
  }
  for (const [at, details] of [...now.querySelectorAll('details')].entries())
    if (open.has(details.id || at)) details.open = true
  if (focused !== undefined)
    now.querySelectorAll(focusable)[focused]?.focus({ preventScroll: true })
}

/** Each by its form, its name, and for a box its value: what else is on the page may come and go. */
function fieldsOf(root) {
  return new Map(
    [...root.querySelectorAll('input:not([type="hidden"]), select, textarea')].map((field) => [
      [field.form?.getAttribute('action'), field.name, isTicked(field) ? field.value : ''].join(
        '\n',
      ),
      field,
    ]),
  )
}
const isTicked = ({ type }) => type === 'checkbox' || type === 'radio'

/** Not as it came: the office's own newer value is not overwritten by the older one. */
function isTyped(field) {
  if (isTicked(field)) return field.checked !== field.defaultChecked
  if (field.tagName !== 'SELECT') return field.value !== field.defaultValue
  const first = [...field.options].find((each) => each.defaultSelected) ?? field.options[0]
  return field.value !== first?.value
}

/** Without what the scripts and the reader have added. */
const written = (root) =>
  root.innerHTML.replaceAll(/ (data-armed|open)=""| data-seen-at="[^"]*"/g, '')
const focusable = 'a, summary, select, button, input, textarea, [tabindex="0"]'
const keysOf = (root, test) =>
  new Set(
    [...root.querySelectorAll('details')].flatMap((details, at) =>
      test(details) ? [details.id || at] : [],
    ),
  )
const keyOf = (root, element) => [...root.querySelectorAll(focusable)].indexOf(element)

/** What is said where the link is lost, and since when. */
const noLink = document.getElementById('no-link')

function tellLost() {
  state.textContent = state.dataset.off
  state.className = 'off'
  if (lost) return
  lost = true
  const time = new Date().toLocaleTimeString(document.documentElement.lang)
  noLink.textContent = noLink.dataset.text.replace('{time}', time)
  noLink.hidden = false
}

/** What is shown stays, and what was typed: but it is as old as the session. */
function tellSignedOut(address) {
  source.close()
  clearTimeout(silent)
  state.textContent = state.dataset.off
  state.className = 'off'
  const link = document.createElement('a')
  link.href = address
  link.textContent = noLink.dataset.signIn
  noLink.replaceChildren(`${noLink.dataset.out} `, link)
  noLink.hidden = false
}

let source
let silent
function heard() {
  clearTimeout(silent)
  silent = setTimeout(again, silentMs)
}
function again() {
  source.close()
  tellLost()
  listen()
}

function listen() {
  source = new EventSource('/v1/events')
  heard()
  for (const kind of ['stored', 'quarantined', 'follower', 'day', 'refresh'])
    source.addEventListener(kind, () => {
      heard()
      void refresh()
    })
  source.addEventListener('heartbeat', heard)
  source.addEventListener('open', () => {
    heard()
    state.textContent = state.dataset.on
    state.className = 'on'
    noLink.hidden = true
    lost = false
    // What changed between the making of the page and this moment, nobody was told.
    void refresh()
  })
  source.addEventListener('error', () => {
    tellLost()
    if (source.readyState !== EventSource.CLOSED) return
    // Refused: the page itself tells whether somebody is still signed in.
    void refresh()
    setTimeout(() => {
      if (source.readyState === EventSource.CLOSED && noLink.querySelector('a') === null) listen()
    }, againMs)
  })
}
listen()
addEventListener('offline', again)
addEventListener('online', again)
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && due) void refresh()
})

/** Counts down to an instant by the clock of the office, which may be a fast one; the end of it is looked at again. */
function countDown() {
  for (const clock of document.querySelectorAll('[data-until]')) {
    clock.dataset.seenAt ??= performance.now()
    const { now, until, rate, seenAt, words } = clock.dataset
    const passedMs = (performance.now() - Number(seenAt)) * Number(rate)
    const leftMs = Date.parse(until) - Date.parse(now) - passedMs
    clock.textContent = words.replace('{left}', leftText(Math.max(0, leftMs)))
    if (leftMs > 0) continue
    clock.removeAttribute('data-until')
    void refresh()
  }
}

function leftText(ms) {
  const seconds = Math.ceil(ms / 1000)
  const parts = [
    ['d', Math.floor(seconds / 86_400)],
    ['h', Math.floor(seconds / 3600) % 24],
    ['min', Math.floor(seconds / 60) % 60],
    ['s', seconds % 60],
  ]
  const first = parts.findIndex(([, n]) => n > 0)
  return (first === -1 ? parts.slice(-1) : parts.slice(first, first + 2))
    .map(
      ([unit, n]) =>
        `${n}\u00a0${unit === 'd' && document.documentElement.lang.startsWith('fr') ? 'j' : unit}`,
    )
    .join(' ')
}

setInterval(countDown, 1000)
