// Fetches this page again when the office says that something changed. Without it the page is complete, only not live.

const gapMs = 400
const state = document.getElementById('live-state')
let due = false
let busy = false
let lost = false

async function refresh() {
  if (busy) return void (due = true)
  busy = true
  due = false
  try {
    const response = await fetch(location.href, {
      // Asked by the page, not by a person: it keeps no session alive.
      headers: { accept: 'text/html', 'concert-refresh': '1' },
    })
    if (response.ok) replace(new DOMParser().parseFromString(await response.text(), 'text/html'))
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
  const typed = [...now.querySelectorAll(fields)]
    .filter(isTyped)
    .map((field) => [field.name, field.value])
  now.replaceChildren(...next.childNodes)
  for (const [name, value] of typed)
    for (const field of now.querySelectorAll(fields)) if (field.name === name) field.value = value
  for (const [at, details] of [...now.querySelectorAll('details')].entries())
    if (open.has(details.id || at)) details.open = true
  if (focused !== undefined)
    now.querySelectorAll(focusable)[focused]?.focus({ preventScroll: true })
}

/** Without what the scripts and the reader have added. */
const written = (root) =>
  root.innerHTML.replaceAll(/ (data-armed|open)=""| data-seen-at="[^"]*"/g, '')
/** What a form keeps for itself is not the reader's: it is as the new page says. */
const fields = 'input:not([type="hidden"], [type="checkbox"]), select, textarea'
const isTyped = (field) =>
  field.options === undefined
    ? field.value !== field.defaultValue
    : field.options[field.selectedIndex]?.defaultSelected === false
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

const source = new EventSource('/v1/events')
for (const kind of ['stored', 'quarantined', 'follower', 'day', 'refresh'])
  source.addEventListener(kind, () => void refresh())
source.addEventListener('open', () => {
  state.textContent = state.dataset.on
  state.className = 'on'
  noLink.hidden = true
  if (lost) void refresh()
  lost = false
})
source.addEventListener('error', () => {
  state.textContent = state.dataset.off
  state.className = 'off'
  if (lost) return
  lost = true
  const time = new Date().toLocaleTimeString(document.documentElement.lang)
  noLink.textContent = noLink.dataset.text.replace('{time}', time)
  noLink.hidden = false
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
