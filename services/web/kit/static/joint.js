// Sends a form as the command that the API takes, and shows the answer. A field's name is its path; `data-as` says what is made of its value.

for (const form of document.querySelectorAll('form.command')) arm(form)
// The live page may bring other forms.
new MutationObserver(() => document.querySelectorAll('form.command').forEach(arm)).observe(
  document.getElementById('forms') ?? document.body,
  { childList: true, subtree: true },
)

function arm(form) {
  if (form.dataset.armed !== undefined) return
  form.dataset.armed = ''
  form.addEventListener('input', () => void (form.dataset.dirty = ''))
  form.addEventListener('change', ({ target }) => {
    if (target.matches('[data-include]')) include(target)
    if (target.dataset.as === 'instant') void tellClocks(target)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(form)
  })
  for (const box of form.querySelectorAll('[data-include]')) include(box)
  for (const field of form.querySelectorAll('[data-as="instant"]')) void tellClocks(field)
}

/** What does not count is not asked for either. */
function include(box) {
  const fieldset = box.closest('[data-optional]')
  for (const field of fieldset.querySelectorAll('input, select, textarea'))
    if (field !== box) field.disabled = !box.checked
  fieldset.classList.toggle('left-out', !box.checked)
}

async function send(form) {
  const output = form.querySelector('output')
  const button = form.querySelector('button[type="submit"]')
  // The same id again when the answer was lost: it is recorded once.
  form.dataset.id ??= `page/${crypto.randomUUID()}`
  output.className = ''
  output.textContent = '…'
  button.disabled = true
  try {
    const { joint, command } = await commandOf(form)
    const response = await fetch(`/v1/joint/${encodeURIComponent(joint)}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': form.dataset.lang },
      body: JSON.stringify(command),
    })
    const answer = await response.json()
    if (response.ok) {
      delete form.dataset.dirty
      const [office, number] = joint.split(':')
      if (command.kind === 'propose') location.assign(`/joint/${office}/${number}`)
      else location.reload()
      return
    }
    // What was refused is another command once it was corrected.
    if (!answer.retryable) delete form.dataset.id
    throw new Error(wordsOf(answer))
  } catch (error) {
    output.className = 'alarm'
    output.textContent = error.message
  } finally {
    button.disabled = false
  }
}

/** A refusal, in the language of the page where it has it. */
function wordsOf({ title, detail, detailFr }) {
  return `${title}. ${pageLang() === 'fr' ? (detailFr ?? detail) : detail}`
}

function pageLang() {
  return document.documentElement.lang.startsWith('fr') ? 'fr' : 'en'
}

async function commandOf(form) {
  const { kind, on, id, joint } = form.dataset
  const command = { kind, id, on, ...(joint === '' ? {} : { joint }) }
  const conditions = []
  // As they are now: the page may change while times are asked for.
  for (const field of Array.from(form.elements)) {
    const { name, value, type, dataset } = field
    if (name === '' || field.disabled || (type === 'checkbox' && !field.checked)) continue
    if (value.trim() === '' && dataset.as !== 'nullable') continue
    const made = await valueOf(field)
    if (name === 'condition.not-before') conditions.push({ kind: 'not-before', moment: made })
    else if (name === 'condition.words') conditions.push({ kind: 'words', text: made })
    else put(command, name, made, dataset.as === 'list')
  }
  // An only-with condition is a list like any other, with a place of its own in the command.
  const { condition, joint: about, ...rest } = command
  if (condition !== undefined) conditions.push({ kind: 'with', offices: condition.with })
  return {
    joint: about,
    command: { ...withoutHoles(rest), ...(conditions.length === 0 ? {} : { conditions }) },
  }
}

async function valueOf({ value, dataset: { as = 'text', prefix, office } }) {
  if (as === 'number') return Number(value)
  if (as === 'instant') return (await clocksAt(value, office)).instant
  if (as === 'nullable') return value.trim() === '' ? null : value
  return as === 'prefixed' ? prefix + value.trim() : value
}

/** `document.findings.0.id` → command.document.findings[0].id; `route+step` takes two words apart. */
function put(command, name, value, isList) {
  const path = name.split('.')
  let at = command
  for (const [index, key] of path.slice(0, -1).entries())
    at = at[key] ??= /^\d+$/.test(path[index + 1]) ? [] : {}
  const last = path.at(-1)
  if (isList) (at[last] ??= []).push(value)
  else if (last.includes('+')) {
    const words = value.split(' ')
    for (const [index, key] of last.split('+').entries())
      if (words[index] !== undefined) at[key] = words[index]
  } else at[last] = value
}

/** The second of three that was left out is none, not an empty one. */
function withoutHoles(value) {
  if (Array.isArray(value)) return value.filter((each) => each !== undefined).map(withoutHoles)
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutHoles(inner)]))
    : value
}

/** Asked of the office: its zone data was checked, this browser's may be years old. */
async function clocksAt(local, office) {
  const response = await fetch(
    `/v1/clocks?${new URLSearchParams({ local: local.slice(0, 16), office })}`,
    { headers: { 'accept-language': pageLang() } },
  )
  const answer = await response.json()
  if (!response.ok) throw new Error(wordsOf(answer))
  return answer
}

async function tellClocks(field) {
  const told = field.parentElement.querySelector('.clocks')
  const asked = field.value
  try {
    const { clocks } = asked === '' ? { clocks: [] } : await clocksAt(asked, field.dataset.office)
    const names = JSON.parse(field.form.dataset.names)
    // Whoever typed on meanwhile has asked for another one.
    if (field.value === asked)
      told.textContent = clocks
        .map(({ office, local }) => `${names[office] ?? office} ${local}`)
        .join(' · ')
  } catch (error) {
    told.textContent = error.message
  }
}
