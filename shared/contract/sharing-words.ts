// Under what events are shared, in plain text and in both languages: for pages, the command line and evidence files.
// What the law and an office say comes from the signed events; only what joins it is here.

import type { SharedUnder, SharingTerms } from '../kernel/shared-under.ts'
import type { RuleRef } from '../kernel/problems.ts'
import type { Lang, Text } from '../kernel/text.ts'
import { shareClassNames } from '../policy/sharing.ts'

type NameOf = (office: string) => string

/** The class in words; one that only a newer office knows, as it stands. */
export function shareClassText(lang: Lang, { class: name }: Pick<SharedUnder, 'class'>): string {
  const names: Readonly<Record<string, Text>> = shareClassNames
  return names[name]?.[lang] ?? name
}

/** What is said of an event that says nothing. */
export const notSaid: Text = {
  en: 'it does not say (recorded before events said so): ask before passing it on',
  fr: 'rien n’en est dit (consigné avant que les faits le disent) : à demander avant de transmettre',
}

/** Where a rule stands: a section by its number, an agreement by its day. */
export function sectionText(lang: Lang, section: string): string {
  if (section === 'unstated')
    return lang === 'en' ? 'not said, or not read' : 'non énoncé, ou non lu'
  if (!/^\d/.test(section) || /^\d{4}-\d{2}-\d{2}$/.test(section)) return section
  return `${lang === 'en' ? 's.' : 'art.'}\u00a0${section}`
}

function ruleLine(lang: Lang, { statute, section, confidence }: RuleRef): string {
  return `${statute} ${sectionText(lang, section)} ${confidence}`
}

const nobodyYet: Text = { en: 'nobody yet', fr: 'personne encore' }

export function withText(lang: Lang, { with: whom }: SharingTerms, nameOf: NameOf): string {
  if (whom !== 'anyone') return whom.length === 0 ? nobodyYet[lang] : whom.map(nameOf).join(', ')
  return lang === 'en' ? 'anyone' : 'quiconque'
}

/** The agreement that stood, or with whom none is known; empty where the law speaks of none. */
export function agreementText(lang: Lang, terms: SharingTerms, nameOf: NameOf): string {
  const { agreement, noAgreementWith = [] } = terms
  if (agreement !== undefined) return agreement.name[lang]
  if (noAgreementWith.length === 0) return ''
  const offices = noAgreementWith.map(nameOf).join(', ')
  return lang === 'en'
    ? `no agreement known with ${offices}; the law can be read to ask for one`
    : `aucune entente connue avec ${offices}; la loi peut se lire comme en exigeant une`
}

export function onwardText(lang: Lang, { onward }: Pick<SharingTerms, 'onward'>): string {
  if (onward.may === 'freely') return lang === 'en' ? 'may be passed on' : 'peut être transmis'
  if (onward.may === 'with-consent') {
    const whose = onward.of?.[lang]
    if (lang === 'en')
      return `not to be passed on without the consent of ${whose ?? 'the office that recorded it'}`
    return `ne peut être transmis sans le consentement ${whose ?? 'de l’organisme qui l’a consigné'}`
  }
  return lang === 'en'
    ? 'whether it may be passed on is not said: ask the office that recorded it first'
    : 'la loi ne dit pas s’il peut être transmis : le demander d’abord à l’organisme qui l’a consigné'
}

/** All of it in a line. */
export function sharingLine(lang: Lang, shared: SharedUnder | undefined, nameOf: NameOf): string {
  if (shared === undefined) return notSaid[lang]
  const terms = shared.terms.map((each) =>
    [
      each.basis.map((rule) => ruleLine(lang, rule)).join(', '),
      agreementText(lang, each, nameOf),
      onwardText(lang, each),
    ]
      .filter((part) => part !== '')
      .join('; '),
  )
  return `${shareClassText(lang, shared)} · ${terms.join(' · ')}`
}

/** Events of one office that are shared under the same terms, in the order of the first of each. */
export interface SharingGroup<E> {
  readonly office: string
  readonly shared: SharedUnder | undefined
  readonly entries: readonly E[]
}

/** The day of sharing and the version of the pack do not part what the same law governs. */
export function groupBySharing<
  E extends { readonly office: string; readonly sharedUnder: SharedUnder | null },
>(entries: readonly E[]): readonly SharingGroup<E>[] {
  const keyOf = ({ office, sharedUnder }: E) =>
    JSON.stringify([office, sharedUnder?.class, sharedUnder?.terms])
  return [...Map.groupBy(entries, keyOf).values()].flatMap((group) => {
    const [first] = group
    return first === undefined
      ? []
      : [{ office: first.office, shared: first.sharedUnder ?? undefined, entries: group }]
  })
}
