// Sends a form as the command that the API takes, and shows the answer. A field's name is its path; `data-as` says what is made of its value.

for (const form of document.querySelectorAll('form.command')) arm(form)
// The live page may bring other forms.
new MutationObserver(() => document.querySelectorAll('form.command').forEach(arm)).observe(document.getElementById('forms') ?? document.body, { childList: true, subtree: true })

function arm(form) {
  if (form.dataset.armed !== undefined) return
  form.dataset.armed = ''
  form.addEventListener('input', () => void (form.dataset.dirty = ''))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(form)
  })
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
    const { joint, command } = commandOf(form)
    const response = await fetch(`/v1/joint/${encodeURIComponent(joint)}/commands`, { method: 'POST', headers: { 'content-type': 'application/json', 'accept-language': form.dataset.lang }, body: JSON.stringify(command) })
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
    output.className = 'alarm'
    output.textContent = `${answer.title}. ${answer.detail}`
  } catch (error) {
    output.className = 'alarm'
    output.textContent = String(error)
  } finally {
    button.disabled = false
  }
}

function commandOf(form) {
  const { kind, on, zone, id } = form.dataset
  let { joint } = form.dataset
  const command = { kind, id, on }
  const conditions = []
  const lists = new Map()
  for (const field of form.elements) {
    const { name, value, type } = field
    if (name === '' || (type === 'checkbox' && !field.checked)) continue
    const as = field.dataset.as ?? 'text'
    if (as === 'number-of-joint') joint += value
    else if (as === 'list') lists.set(name, [...(lists.get(name) ?? []), value])
    else if (as === 'nullable') put(command, name, value.trim() === '' ? null : value)
    else if (value.trim() === '') continue
    else if (name === 'office+question') [command.office, command.question] = value.split(' ')
    else if (name === 'condition.not-before') conditions.push({ kind: 'not-before', moment: instantOf(value, zone) })
    else if (name === 'condition.words') conditions.push({ kind: 'words', text: value })
    else put(command, name, as === 'number' ? Number(value) : as === 'instant' ? instantOf(value, zone) : as === 'json' ? JSON.parse(value) : value)
  }
  for (const [name, values] of lists) {
    if (name === 'condition.with') conditions.push({ kind: 'with', offices: values })
    else command[name] = values
  }
  if (conditions.length > 0) command.conditions = conditions
  return { joint, command }
}

/** `document.findings.0.id` → command.document.findings[0].id */
function put(command, name, value) {
  const path = name.split('.')
  let at = command
  for (const [index, key] of path.slice(0, -1).entries()) at = at[key] ??= /^\d+$/.test(path[index + 1]) ? [] : {}
  at[path.at(-1)] = value
}

/** What a clock on the wall of `zone` shows as `YYYY-MM-DDTHH:MM`, in UTC. */
function instantOf(local, zone) {
  const wanted = Date.parse(`${local}:00.000Z`)
  const shown = (ms) => {
    const part = Object.fromEntries(new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' }).formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute)
  }
  let ms = wanted - (shown(wanted) - wanted)
  // Once more, where the clocks change in between.
  ms -= shown(ms) - wanted
  return new Date(ms).toISOString()
}
