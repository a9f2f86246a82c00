// Comma-separated values as spreadsheets read them (RFC 4180, UTF-8 with its mark). Text cannot become a formula there.

export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}

/**
 * What begins like a formula is one to a spreadsheet, whoever wrote it; full-width signs too.
 * A cell begins at a semicolon as well: that is what a spreadsheet in French divides lines by.
 */
const formula = /(?<=^|[;\t\r\n])(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = value.replaceAll(formula, "'")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
