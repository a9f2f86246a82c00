// Beside a field for a moment: what the clock of every office shows then. Asked of the office: its zone data was checked, this browser's may be years old.

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
        .map(({ office, local }) => `${names[office] ?? office} ${local}`)
        .join(' · ')
  } catch (error) {
    told.textContent = error.message
  }
}

async function clocksAt(local, office) {
  const lang = document.documentElement.lang.startsWith('fr') ? 'fr' : 'en'
  const response = await fetch(
    `/v1/clocks?${new URLSearchParams({ local: local.slice(0, 16), office })}`,
    { headers: { 'accept-language': lang } },
  )
  const answer = await response.json()
  if (response.ok) return answer
  const { title, detail, detailFr = detail } = answer
  throw new Error(`${title}. ${lang === 'fr' ? detailFr : detail}`)
}
