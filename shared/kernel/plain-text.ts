// What a text may hold, whoever wrote it: valid Unicode, and nothing that steers a terminal, ends a header line, or turns the direction of writing.

/** Controls (C0, DEL, C1), marks and overrides of direction, line and paragraph separators, a byte order mark, and code points that are no characters. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u
/** The same, but for line breaks and tabs. */
const unprintableInLines =
  /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u

export type TextForm = 'one-line' | 'lines'

/** What is wrong with a text, in words that name the character and where it is; undefined where nothing is. */
export function flawOf(text: string, form: TextForm): string | undefined {
  if (!text.isWellFormed()) return 'it is not valid Unicode: a surrogate stands alone'
  const match = (form === 'one-line' ? unprintable : unprintableInLines).exec(text)
  if (match === null) return undefined
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `it has the control character U+${code} at position ${match.index + 1}`
}

/** For showing what a ledger holds whatever it is: every such character as a mark. */
export function visible(text: string, form: TextForm): string {
  const pattern = form === 'one-line' ? unprintable : unprintableInLines
  return text.toWellFormed().replaceAll(new RegExp(pattern, 'gu'), '\ufffd')
}

/** JSON text with every such character as an escape: it says the same, and steers nothing that shows it. */
export function escaped(json: string): string {
  return json.replaceAll(
    new RegExp(unprintableInLines, 'gu'),
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
