// What a verification says, in plain words and both languages: each finding, what the file proves, and what it does not.

import type { Instant } from '../../kernel/date.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import type { Text } from '../../kernel/text.ts'
import type { PartOf } from './bundle.schema.ts'
import type { FindingCode, Judgement } from './judgement.ts'

/** `{at}` is the part, `{detail}` the value or reason. */
const findings: Readonly<Record<FindingCode, Text>> = {
  'not-evidence': {
    en: 'This is not an evidence file of Concert ({detail}).',
    fr: "Ce fichier n'est pas un dossier de preuve de Concert ({detail}).",
  },
  'damaged-line': {
    en: '{at} of the file is damaged: {detail}.',
    fr: '{at} du fichier est endommagée : {detail}.',
  },
  'missing-part': {
    en: 'The part "{at}" is missing.',
    fr: 'La partie « {at} » est absente.',
  },
  'unlisted-part': {
    en: 'The part "{at}" is not in the manifest: it was added.',
    fr: "La partie « {at} » n'est pas dans le manifeste : elle a été ajoutée.",
  },
  'changed-part': {
    en: 'The part "{at}" is not as the manifest lists it: it was changed.',
    fr: "La partie « {at} » n'est pas telle que le manifeste l'indique : elle a été modifiée.",
  },
  twice: {
    en: '"{at}" is in the file twice.',
    fr: '« {at} » figure deux fois dans le fichier.',
  },
  'manifest-not-signed': {
    en: 'The manifest is not signed by the office that made the file (key "{detail}").',
    fr: "Le manifeste n'est pas signé par l'organisme qui a produit le fichier (clé « {detail} »).",
  },
  'manifest-key-stolen': {
    en: 'The list of the parts is signed with a key that was stolen ("{detail}"): who made this file is not proved. What its entries prove does not rest on it.',
    fr: 'La liste des parties est signée avec une clé volée (« {detail} ») : rien ne prouve qui a produit ce fichier. Ce que prouvent ses entrées n’en dépend pas.',
  },
  'unknown-office': {
    en: '"{at}" is of an office whose keys are not in the file: {detail}.',
    fr: '« {at} » est d’un organisme dont les clés ne sont pas dans le fichier : {detail}.',
  },
  'key-differs': {
    en: 'A key of "{at}" is not the one in the directory that was given: {detail}.',
    fr: "Une clé de « {at} » n'est pas celle du répertoire fourni : {detail}.",
  },
  'head-not-signed': {
    en: '"{at}" is not a head that its ledger signed: {detail}.',
    fr: "« {at} » n'est pas une tête signée par son registre : {detail}.",
  },
  'heads-fork': {
    en: '"{at}" and "{detail}" are two signed histories of one ledger: both cannot be true. Keep this file.',
    fr: '« {at} » et « {detail} » sont deux versions signées d’un même registre : les deux ne peuvent être vraies. Conservez ce fichier.',
  },
  'heads-not-linked': {
    en: '"{at}" is not shown to continue "{detail}".',
    fr: '« {at} » : rien ne montre que cette tête prolonge « {detail} ».',
  },
  'consistency-wrong': {
    en: 'The proof "{at}" does not show what it should, for "{detail}".',
    fr: 'La preuve « {at} » ne montre pas ce qu’elle devrait, pour « {detail} ».',
  },
  'receipt-wrong': {
    en: 'The confirmation "{at}" is not that office\'s word about that head: {detail}.',
    fr: "La confirmation « {at} » n'est pas la parole de cet organisme sur cette tête : {detail}.",
  },
  'key-stolen': {
    en: '"{at}" is signed with a key that was stolen from {detail}: it is not counted.',
    fr: '« {at} » est signé avec une clé volée à {detail} : ce n’est pas compté.',
  },
  'seen-wrong': {
    en: '"{at}" is not what its office said it had seen: {detail}.',
    fr: "« {at} » n'est pas ce que son organisme a dit avoir vu : {detail}.",
  },
  'witness-wrong': {
    en: '"{at}" is not a witness that can be counted: {detail}.',
    fr: '« {at} » n’est pas un témoin qui puisse compter : {detail}.',
  },
  'witness-not-compared': {
    en: 'The keys of "{at}" are not in the directory that was given: what it confirmed is not counted.',
    fr: 'Les clés de « {at} » ne sont pas dans le répertoire fourni : ce qu’il a confirmé n’est pas compté.',
  },
  'event-not-signed': {
    en: '"{at}" is not what its office signed: {detail}.',
    fr: "« {at} » n'est pas ce que son organisme a signé : {detail}.",
  },
  'event-not-understood': {
    en: '"{at}" is of a form that this version does not know: {detail}.',
    fr: '« {at} » est d’une forme que cette version ne connaît pas : {detail}.',
  },
  'history-incomplete': {
    en: 'Before "{at}" something is missing: {detail} was expected.',
    fr: 'Il manque quelque chose avant « {at} » : {detail} était attendu.',
  },
  'proof-wrong': {
    en: 'The proof of "{at}" does not lead to "{detail}": the entry, its place, or the proof was changed.',
    fr: "La preuve de « {at} » ne mène pas à « {detail} » : l'entrée, sa place ou la preuve a été modifiée.",
  },
  'chronology-differs': {
    en: 'The chronology does not say what "{detail}" says.',
    fr: 'La chronologie ne dit pas ce que dit « {detail} ».',
  },
  'law-missing': {
    en: '"{at}" was issued under {detail}, which is not in the file.',
    fr: '« {at} » a été rendu en vertu de {detail}, qui n’est pas dans le fichier.',
  },
  'nobody-confirmed': {
    en: 'Nobody independent confirmed "{at}": it rests on the word of its own office.',
    fr: "Personne d'indépendant n'a confirmé « {at} » : seul son propre organisme en atteste.",
  },
  'clocks-differ': {
    en: 'The times about "{at}" do not fit together ({detail}): the clocks of the offices differed.',
    fr: 'Les moments indiqués pour « {at} » ne concordent pas ({detail}) : les horloges des organismes différaient.',
  },
}

export function findingWords(code: FindingCode, at: string, detail: string): Text {
  const fill = (text: string) =>
    text.replaceAll(/\{(at|detail)\}/g, (_, name: string) => (name === 'at' ? at : detail))
  return { en: fill(findings[code].en), fr: fill(findings[code].fr) }
}

type Said = Pick<Judgement, 'verdict' | 'entries' | 'independent' | 'keysCompared'>

/** What is proved and what is not. Nothing is said to be proved where the file contradicts itself: then the findings say which entries still stand. */
export function conclusions(
  { verdict, entries, independent, keysCompared }: Said,
  offices: readonly PartOf<'office'>[],
): Pick<Judgement, 'proved' | 'notProved'> {
  return {
    proved: verdict === 'wrong' ? standing(entries) : proved(entries, independent, offices),
    notProved: notProved(verdict, keysCompared),
  }
}

function standing(entries: Judgement['entries']): Text[] {
  const sound = entries.filter((entry) => entry.sound).length
  return [
    {
      en: `The file contradicts itself. ${sound} of ${entries.length} entries still stand by themselves: signed by their office, and in their place under a signed head. Ask for the file again.`,
      fr: `Le fichier se contredit. ${sound} entrées sur ${entries.length} tiennent encore par elles-mêmes : signées par leur organisme et à leur place sous une tête signée. Demandez à nouveau le fichier.`,
    },
  ]
}

function proved(
  entries: Judgement['entries'],
  independent: number,
  offices: readonly PartOf<'office'>[],
): Text[] {
  const n = entries.length
  const said: Text[] = [
    {
      en: `Each of the ${n} entries was signed with a key of the office that recorded it, and not a byte of it was changed since.`,
      fr: `Chacune des ${n} entrées a été signée avec une clé de l'organisme qui l'a consignée, et pas un octet n'en a été modifié depuis.`,
    },
    {
      en: 'Each stands in its place in that office’s ledger, under a head that the office signed. Nothing before that head can be changed, removed or put in without contradicting it.',
      fr: 'Chacune est à sa place dans le registre de cet organisme, sous une tête que l’organisme a signée. Rien de ce qui précède cette tête ne peut être modifié, retiré ou ajouté sans la contredire.',
    },
  ]
  if (independent === 0) return said
  const seen = everywhere(entries, ({ seenBy, heldBy }) => [...seenBy, ...heldBy])
  const held = everywhere(entries, ({ heldBy }) => heldBy)
  const durable = everywhere(entries, ({ durableBy }) => durableBy)
  const witnessed = everywhere(entries, ({ witnessedBy }) => witnessedBy)
  const others = entries.some(({ witnessedBy }) => witnessedBy.length > 0)
  said.push({
    en: `At least ${independent} independent ${confirmers.en(independent, others)} confirmed each entry. All of them were confirmed by ${list(seen, offices, 'en')}; ${list(held, offices, 'en')} said that they hold every entry of the ledger up to there.`,
    fr: `Au moins ${independent} ${confirmers.fr(independent, others)} confirmé chaque entrée. Toutes l'ont été par : ${list(seen, offices, 'fr')} ; ont dit détenir chaque entrée du registre jusque-là : ${list(held, offices, 'fr')}.`,
  })
  if (witnessed.length > 0)
    said.push({
      en: `All of them were also confirmed by ${witnessed.length === 1 ? 'a witness that is no office' : 'witnesses that are no offices'}: ${witnessed.join(', ')}.`,
      fr: `Toutes ont aussi été confirmées par ${witnessed.length === 1 ? "un témoin qui n'est pas un organisme" : 'des témoins qui ne sont pas des organismes'} : ${witnessed.join(', ')}.`,
    })
  said.push(...between(entries))
  if (durable.length > 0)
    said.push({
      en: `${list(durable, offices, 'en')} also signed with ML-DSA-44 (FIPS 204), which is meant to stand against quantum computers.`,
      fr: `Ont aussi signé avec ML-DSA-44 (FIPS 204), conçu pour résister aux ordinateurs quantiques : ${list(durable, offices, 'fr')}.`,
    })
  return said
}

/** Between which times all of it came into being, by the clocks of others. Nothing where one entry is open at that side. */
function between(entries: Judgement['entries']): Text[] {
  const by = entries.map(({ notAfter }) => notAfter)
  const before = entries.map(({ notBefore }) => notBefore)
  const last = by.every((each) => each !== undefined) ? by.toSorted().at(-1) : undefined
  const first = before.every((each) => each !== undefined) ? before.toSorted()[0] : undefined
  if (last === undefined) return []
  const of = (instant: Instant) => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`
  return [
    first === undefined
      ? {
          en: `By the clocks of those who confirmed them, all were there by ${of(last)}. Nobody said before that one of them was not there yet.`,
          fr: `Selon les horloges de ceux qui les ont confirmées, toutes étaient là au plus tard le ${of(last)}. Personne n'a dit auparavant que l'une d'elles n'y était pas encore.`,
        }
      : {
          en: `By the clocks of those who confirmed them, none was there yet at ${of(first)}, and all were there by ${of(last)}. The times of each stand below.`,
          fr: `Selon les horloges de ceux qui les ont confirmées, aucune n'était là le ${of(first)}, et toutes l'étaient au plus tard le ${of(last)}. Les moments de chacune figurent ci-dessous.`,
        },
  ]
}

/** Who confirmed, in number: offices, or offices and witnesses. */
const confirmers = {
  en: (n: number, others: boolean) =>
    n === 1
      ? others
        ? 'office or witness'
        : 'office'
      : others
        ? 'offices or witnesses'
        : 'offices',
  fr: (n: number, others: boolean) =>
    n === 1
      ? `organisme ${others ? 'ou témoin ' : ''}indépendant a`
      : `organismes ${others ? 'ou témoins ' : ''}indépendants ont`,
}

function notProved(verdict: Judgement['verdict'], keysCompared: boolean): Text[] {
  const keys: Text = keysCompared
    ? {
        en: 'That the directory which was given is the right one.',
        fr: 'Que le répertoire fourni est le bon.',
      }
    : {
        en: 'That the keys in this file are those of the offices: compare the fingerprints below with those that each office publishes.',
        fr: 'Que les clés de ce fichier sont celles des organismes : comparez les empreintes ci-dessous avec celles que chaque organisme publie.',
      }
  return [
    keys,
    {
      en: 'That what an entry says is true: only that this office said it, and when others knew of it.',
      fr: "Que ce que dit une entrée est vrai : seulement que cet organisme l'a dit, et quand d'autres l'ont su.",
    },
    {
      en: 'That nothing was recorded after the last entry shown here.',
      fr: "Que rien n'a été consigné après la dernière entrée montrée ici.",
    },
    {
      en: 'Times better than the clocks of the offices that confirmed them. The dates in the entries are the recording office’s own word.',
      fr: "Des moments plus sûrs que les horloges des organismes qui les ont confirmés. Les dates dans les entrées sont la parole de l'organisme qui les a consignées.",
    },
    {
      en: 'The wording of the law: the policy packs are as the maker of this file had them. The chronology and the draft exhibit are for reading, and are signed by the maker only.',
      fr: "Le texte de la loi : les cadres sont tels que les avait l'auteur du fichier. La chronologie et le projet de pièce servent à la lecture et ne sont signés que par l'auteur.",
    },
    ...(verdict === 'unconfirmed'
      ? [
          {
            en: 'For entries that nobody else confirmed: that their office did not write them later than it says.',
            fr: "Pour les entrées que personne d'autre n'a confirmées : que leur organisme ne les a pas écrites plus tard qu'il ne le dit.",
          },
        ]
      : []),
  ]
}

/** Those who stand for every entry. */
function everywhere<Id extends string>(
  entries: Judgement['entries'],
  of: (entry: Judgement['entries'][number]) => readonly Id[],
): Id[] {
  const [first, ...others] = entries.map((entry) => new Set(of(entry)))
  return [...(first ?? [])].filter((id) => others.every((ids) => ids.has(id))).toSorted()
}

function list(
  ids: readonly OfficeId[],
  offices: readonly PartOf<'office'>[],
  lang: keyof Text,
): string {
  if (ids.length === 0) return lang === 'en' ? 'none' : 'aucun'
  return ids
    .map((id) => offices.find((office) => office.id === id)?.officeName[lang] ?? id)
    .join(', ')
}
