// What is other in the text of one version than in that of another, part by part: who consented to the one knows what to read again in the other.

import type { Lang } from '../kernel/text.ts'
import type { JointDocument } from './terms.schema.ts'

export interface TextChange {
  /** `finding F1`: by its own id, wherever it stands in the list. */
  readonly part: 'title' | 'text' | 'correction' | `finding ${string}`
  readonly lang: Lang
  /** Empty where there was none, or is none any more. */
  readonly before: string
  readonly after: string
}

export function changesOf(before: JointDocument, after: JointDocument): TextChange[] {
  return (['en', 'fr'] as const).flatMap((lang) => {
    const [old, now] = [partsOf(before, lang), partsOf(after, lang)]
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((part) =>
      old.get(part) === now.get(part)
        ? []
        : [{ part, lang, before: old.get(part) ?? '', after: now.get(part) ?? '' }],
    )
  })
}

function partsOf(
  { title, text, findings = [], correction }: JointDocument,
  lang: Lang,
): Map<TextChange['part'], string> {
  return new Map<TextChange['part'], string>([
    ['title', title[lang]],
    ['text', text[lang]],
    ...findings.map((finding): [TextChange['part'], string] => [
      `finding ${finding.id}`,
      finding.text[lang],
    ]),
    ...(correction === undefined
      ? []
      : [['correction', correction[lang]] as [TextChange['part'], string]]),
  ])
}
