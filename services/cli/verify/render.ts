// A judgement for people: the verdict first, then what is wrong, what is proved, what is not, each entry, and the keys to compare.

import type { EntryJudgement, Finding, Judgement } from '../../../shared/ledger/bundle/judgement.ts'
import type { Lang, Text } from '../../../shared/kernel/text.ts'
import type { Paint, Style } from '../kit/output.ts'
import { wrap } from '../kit/table.ts'

const words = {
  sound: {
    en: 'SOUND: everything fits together, and others confirmed it',
    fr: "INTACT : tout concorde, et d'autres l'ont confirmé",
  },
  unconfirmed: {
    en: 'UNCONFIRMED: everything fits together, but nobody else confirmed every entry',
    fr: "NON CONFIRMÉ : tout concorde, mais toutes les entrées n'ont pas été confirmées par d'autres",
  },
  wrong: { en: 'NOT SOUND', fr: 'NON INTACT' },
  findings: { en: 'Found', fr: 'Constats' },
  proved: { en: 'Proved', fr: 'Prouvé' },
  notProved: { en: 'Not proved', fr: 'Non prouvé' },
  entries: { en: 'Entries', fr: 'Entrées' },
  seen: { en: 'seen by', fr: 'vu par' },
  held: { en: 'held by', fr: 'détenu par' },
  witnessed: { en: 'witnessed by', fr: 'attesté par' },
  concerns: { en: 'Concerns', fr: 'Concerne' },
  nobody: { en: 'nobody else', fr: "personne d'autre" },
  between: { en: 'between', fr: 'entre' },
  by: { en: 'by', fr: 'au plus tard le' },
  and: { en: 'and', fr: 'et' },
  broken: { en: 'NOT SOUND', fr: 'NON INTACT' },
  keys: { en: 'Fingerprints of keys, to compare', fr: 'Empreintes des clés, à comparer' },
} as const satisfies Record<string, Text>

const styles: Record<Judgement['verdict'], Style> = {
  sound: 'green',
  unconfirmed: 'yellow',
  wrong: 'red',
}

export function renderJudgement(judgement: Judgement, lang: Lang, paint: Paint): string {
  const { verdict, about, findings, entries, proved, notProved, keys, keysCompared } = judgement
  const head = paint(styles[verdict], words[verdict][lang])
  const what =
    about === undefined
      ? []
      : [`  ${about.about.kind} ${about.about.id}, ${about.by}, ${about.made}`]
  const section = (title: Text, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : [[paint('bold', title[lang]), ...lines.map((line) => wrap(line))].join('\n')]
  return [
    [head, ...what].join('\n'),
    ...section(
      words.findings,
      findings.map((finding) => clean(`  - ${finding.words[lang]}${concerned(finding, lang)}`)),
    ),
    ...section(
      words.proved,
      proved.map((text) => `  - ${clean(text[lang])}`),
    ),
    ...section(
      words.notProved,
      notProved.map((text) => `  - ${clean(text[lang])}`),
    ),
    ...section(
      words.entries,
      entries.map((entry) => entryLine(entry, lang)),
    ),
    ...section(
      words.keys,
      keysCompared
        ? []
        : keys.map((key) => clean(`  ${key.office} ${key.use}  ${key.fingerprint}`)),
    ),
  ].join('\n\n')
}

/** The entries whose proof suffers by it, unless the sentence names the one. */
function concerned({ at, entries }: Finding, lang: Lang): string {
  if (entries.length === 0 || (entries.length === 1 && entries[0] === at)) return ''
  const shown = entries.slice(0, maxConcerned)
  const more = entries.length - shown.length
  const colon = lang === 'fr' ? '\u00a0:' : ':'
  return ` ${words.concerns[lang]}${colon} ${shown.join(', ')}${more > 0 ? ` + ${more}` : ''}.`
}

/** A head may be over hundreds of entries: some are enough to look at. */
const maxConcerned = 20

function entryLine(entry: EntryJudgement, lang: Lang): string {
  const { ref, version, type, on, heldBy, seenBy, witnessedBy, notBefore, notAfter, sound } = entry
  const others = seenBy.filter((id) => !heldBy.includes(id))
  const who = [
    ...(heldBy.length === 0 ? [] : [`${words.held[lang]} ${heldBy.join(', ')}`]),
    ...(others.length === 0 ? [] : [`${words.seen[lang]} ${others.join(', ')}`]),
    ...(witnessedBy.length === 0 ? [] : [`${words.witnessed[lang]} ${witnessedBy.join(', ')}`]),
  ]
  const when =
    notAfter === undefined
      ? []
      : notBefore === undefined
        ? [`${words.by[lang]} ${notAfter}`]
        : [`${words.between[lang]} ${notBefore} ${words.and[lang]} ${notAfter}`]
  const said = sound
    ? [...(who.length === 0 ? [words.nobody[lang]] : who), ...when]
    : [words.broken[lang]]
  return clean(
    `  ${entry.entry}  ${ref.office} ${ref.kind} ${ref.id} v${version}  ${on}  ${type.split('.')[2] ?? type}; ${said.join('; ')}`,
  )
}

/** The file is anybody's: what could steer a terminal, or turn a line around, is shown as a mark. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd')
}
