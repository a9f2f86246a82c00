// Acts by the names that they have in French, where they have one: those of Quebec and of Canada. Other provinces write their laws in English only.

import type { Lang } from '../../../shared/kernel/text.ts'

const inFrench: readonly (readonly [en: string, fr: string])[] = [
  [
    'Act to modernize legislative provisions as regards the protection of personal information, SQ',
    'Loi modernisant des dispositions législatives en matière de protection des renseignements personnels, LQ',
  ],
  ['Interpretation Act, CQLR', 'Loi d’interprétation, RLRQ'],
  ['Code of Civil Procedure, CQLR', 'Code de procédure civile, RLRQ'],
  ['Code of Penal Procedure, CQLR', 'Code de procédure pénale, RLRQ'],
  ['CQLR', 'RLRQ'],
  ['Court offices of Québec', 'Greffes du Québec'],
  ['Interpretation Act, RSC', 'Loi d’interprétation, LRC'],
  ['Supreme Court Act, RSC', 'Loi sur la Cour suprême, LRC'],
  ['Federal Courts Rules, SOR', 'Règles des Cours fédérales, DORS'],
  ['Digital Privacy Act, SC', 'Loi sur la protection des renseignements personnels numériques, LC'],
  ['PIPEDA, SC', 'LPRPDE, LC'],
]

/** A law as rules refer to it, in the reader's language. */
export function reference(lang: Lang, text: string): string {
  if (lang === 'en') return text
  return inFrench.reduce((named, [en, fr]) => named.replaceAll(en, fr), text)
}
