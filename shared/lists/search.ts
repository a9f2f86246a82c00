// How names and numbers are compared in searches and sorted in lists: neither accents nor case nor the form of an apostrophe matter.

/** `Commission d’accès à l’information` → `commission d'acces a l'information`. */
export function foldedText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replaceAll(/[‘’ʼ]/g, "'")
    .replaceAll(/[‐‑–—]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** What is searched for: every word must be found somewhere. */
export function searchWords(text: string): string[] {
  return foldedText(text)
    .split(' ')
    .filter((word) => word !== '')
}
