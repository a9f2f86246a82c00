// What a pack says of sharing: by which rule facts of a class may be read by offices under some statute, on a day. The default is not to share.

import type { LocalDate } from '../kernel/date.ts'
import type { Text } from '../kernel/text.ts'
import type { Agreement, Pack, ShareClass, ShareRule, Sharing } from './pack.schema.ts'

export const shareClasses: readonly ShareClass[] = [
  'act',
  'proceedings',
  'compliance',
  'file',
  'coordination',
]

/** The classes as they stand in a sentence. */
export const shareClassNames: Readonly<Record<ShareClass, Text>> = {
  act: { en: 'what the office itself decided or did', fr: 'ce que l’organisme a décidé ou fait' },
  proceedings: {
    en: 'what goes on before courts and prosecutors',
    fr: 'ce qui se passe devant les tribunaux et les poursuivants',
  },
  compliance: {
    en: 'what a respondent said or did, and what was found of it',
    fr: 'ce que la partie visée a dit ou fait, et ce qui en a été constaté',
  },
  file: {
    en: 'a matter that is being worked on',
    fr: 'ce qui concerne un dossier en cours',
  },
  coordination: {
    en: 'what offices say to each other to act together',
    fr: 'ce que les organismes se disent pour agir ensemble',
  },
}

export interface Basis {
  readonly rule: ShareRule
  /** The agreement that stands, where the rule speaks of one. */
  readonly agreement: Agreement | undefined
}

/** Whether one of an office's statutes is among those of a list (`ca-*` for all that begin so). */
export function isAmong(statutes: readonly string[], patterns: readonly string[]): boolean {
  return statutes.some((statute) =>
    patterns.some((pattern) =>
      pattern.endsWith('*') ? statute.startsWith(pattern.slice(0, -1)) : statute === pattern,
    ),
  )
}

/** The rules on a class on a day, whoever reads. */
export function rulesOn(
  { sharing }: Pick<Pack, 'sharing'>,
  shareClass: ShareClass,
  on: LocalDate,
): readonly ShareRule[] {
  return sharing.rules.filter(
    ({ classes, from = '', to = '9999-12-31' }) =>
      classes.includes(shareClass) && from <= on && on <= to,
  )
}

/**
 * By what an office under `statutes` may read facts of a class on a day; undefined: by nothing. Of several rules the first that leaves
 * no question counts, then the first under which it is not settled whether an agreement is needed.
 */
export function basisFor(
  pack: Pick<Pack, 'statute' | 'sharing'>,
  shareClass: ShareClass,
  statutes: readonly string[],
  on: LocalDate,
): Basis | undefined {
  const bases = rulesOn(pack, shareClass, on)
    .filter((rule) => rule.with === 'anyone' || isAmong(statutes, rule.with))
    .map((rule): Basis => ({
      rule,
      agreement: rule.agreement === undefined ? undefined : agreementWith(pack, statutes, on),
    }))
  return (
    bases.find(({ rule, agreement }) => rule.agreement === undefined || agreement !== undefined) ??
    bases.find(({ rule }) => rule.agreement === 'unsettled')
  )
}

function agreementWith(
  { statute, sharing }: Pick<Pack, 'statute' | 'sharing'>,
  statutes: readonly string[],
  on: LocalDate,
): Agreement | undefined {
  return sharing.agreements.find(
    ({ between, from, to = '9999-12-31' }) =>
      from <= on && on <= to && isAmong([statute], between) && isAmong(statutes, between),
  )
}

/** What the first event of an order or a matter says of its sharing, whoever reads; undefined where the pack has no basis. */
export function sharingOf(pack: Pack, shareClass: ShareClass, on: LocalDate): Sharing | undefined {
  const [rule] = rulesOn(pack, shareClass, on)
  if (rule === undefined) return undefined
  const { purpose, citations, onward } = rule
  const sections = citations.map(({ statute, section }) =>
    statute === undefined ? section : `${statute}: ${section}`,
  )
  return {
    class: rule.with === 'anyone' ? 'public' : 'counterparts',
    basis: `${pack.citation}: ${sections.join('; ')}`,
    purpose,
    onwardDisclosure: onward.may === 'freely',
    citations,
  }
}
