// Beside a field for a moment: what the clock of every office shows then. Asked of the office: its zone data was checked, this browser's may be years old.

const isFrench = document.documentElement.lang.startsWith('fr')
const colon = isFrench ? '\u00a0:' : ':'
const days = new Intl.DateTimeFormat(document.documentElement.lang, {
  timeZone: 'UTC',
  weekday: 'short',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
})

for (const field of document.querySelectorAll('[data-office]')) {
  field.addEventListener('change', () => void tellClocks(field))
  void tellClocks(field)
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
        .map(({ office, local }) => `${names[office] ?? office}${colon} ${inWords(local)}`)
        .join(' · ')
  } catch (error) {
    told.textContent = error.message
  }
}

/** As the pages say it: the clock on the wall is already the right one, only its words are missing. */
function inWords(local) {
  const [date, time] = local.split(' ')
  const day = days.format(Date.parse(`${date}T00:00:00Z`))
  return isFrench
    ? `${day.replace(/(^|\s)1(?=\s\p{L})/u, '$11er')}, ${time.replace(':', '\u00a0h\u00a0')}`
    : `${day}, ${time}`
}

async function clocksAt(local, office) {
  const lang = isFrench ? 'fr' : 'en'
  const response = await fetch(
    `/v1/clocks?${new URLSearchParams({ local: local.slice(0, 16), office })}`,
    { headers: { 'accept-language': lang } },
  )
  const answer = await response.json()
  if (response.ok) return answer
  const { title, detail, detailFr = detail } = answer
  throw new Error(`${title}. ${lang === 'fr' ? detailFr : detail}`)
}
