// A draft of what a person might swear to when this file is tendered in a Canadian court: Canada Evidence Act ss.31.1 to 31.6.
// The rule in each paragraph is V (primary text read); which of the six sections it stands in is M (unverified). A lawyer decides.

import type { Text } from '../../kernel/text.ts'
import type { PartOf } from './bundle.schema.ts'

export interface ExhibitFacts {
  readonly about: PartOf<'about'>
  readonly entries: number
  /** Names of offices and witnesses that confirmed, apart from the recording offices. */
  readonly confirmedBy: readonly Text[]
  /** Other offices' entries that are not to be passed on without asking, by office. */
  readonly toAskAbout: readonly { readonly name: Text; readonly entries: number }[]
}

export function draftExhibit(exhibit: ExhibitFacts): Text {
  const { about, entries, confirmedBy } = exhibit
  const { kind, id } = about.about
  const names = (lang: keyof Text) =>
    confirmedBy.map((name) => name[lang]).join(', ') || (lang === 'en' ? 'none' : 'aucun')
  return {
    en: [
      'DRAFT. Not legal advice. To be completed and sworn by a person who knows; what stands in [brackets] is theirs to say.',
      `Exhibit: electronic record of the ${kind} ${id}, ${entries} entries, exported ${about.made} by ${about.by}.`,
      '1. Authenticity (s.31.1; rule V, section M). Whoever tenders the record proves that it is what it is said to be. Each entry carries the signature of the office that recorded it; "concert verify" checks it without a network. [I am ..., I exported this file on ..., its SHA-256 is ...]',
      '2. Best evidence (s.31.2; M). The integrity of the system by which the record was kept is shown by the heads and proofs in this file: [describe the system as operated].',
      '3. Presumption of integrity (s.31.3; rule V, section M). Integrity is presumed where the system operated properly at all material times [evidence of operation], or where the record was kept by someone who is not a party and not under the control of the party that tenders it.',
      `   Offices and witnesses, other than the recording office, that confirmed these entries: ${names('en')}. [State for each whether it is a party, or under the control of one.]`,
      '4. Electronic signatures (s.31.4; M). The signatures are Ed25519 (RFC 8032) and, where shown, ML-DSA-44 (FIPS 204). [Whether a regulation gives them a presumption is for counsel.]',
      '5. Standards (s.31.5; rule V, section M). Standards may be considered: RFC 6962 (Merkle trees), C2SP signed-note, tlog-checkpoint and tlog-cosignature, DSSE, CloudEvents 1.0.',
      '6. Affidavit (s.31.6; rule V, section M). These matters may be proved by affidavit. [Affiant, date, commissioner of oaths]',
      `7. Passing on. ${onward('en', exhibit)}`,
    ].join('\n'),
    fr: [
      "PROJET. Ceci n'est pas un avis juridique. À compléter et à déclarer sous serment par une personne qui a connaissance des faits ; ce qui est entre [crochets] lui appartient.",
      `Pièce : document électronique, ${kind === 'order' ? 'ordonnance' : 'dossier'} ${id}, ${entries} entrées, exporté le ${about.made} par ${about.by}.`,
      "1. Authenticité (art. 31.1 ; règle V, article M). Quiconque présente le document établit qu'il est ce qu'il est censé être. Chaque entrée porte la signature de l'organisme qui l'a consignée ; « concert verify » la vérifie sans réseau. [Je suis ..., j'ai exporté ce fichier le ..., son SHA-256 est ...]",
      "2. Meilleure preuve (art. 31.2 ; M). L'intégrité du système qui a conservé le document ressort des têtes et des preuves de ce fichier : [décrire le système tel qu'exploité].",
      "3. Présomption d'intégrité (art. 31.3 ; règle V, article M). L'intégrité est présumée si le système fonctionnait bien en tout temps pertinent [preuve du fonctionnement], ou si le document a été conservé par quelqu'un qui n'est pas partie et qui n'est pas sous l'autorité de la partie qui le présente.",
      `   Organismes et témoins, autres que l'organisme qui a consigné, qui ont confirmé ces entrées : ${names('fr')}. [Indiquer pour chacun s'il est partie, ou sous l'autorité d'une partie.]`,
      '4. Signatures électroniques (art. 31.4 ; M). Les signatures sont Ed25519 (RFC 8032) et, lorsque indiqué, ML-DSA-44 (FIPS 204). [Il revient à un avocat de dire si un règlement leur attache une présomption.]',
      '5. Normes (art. 31.5 ; règle V, article M). Des normes peuvent être prises en compte : RFC 6962 (arbres de Merkle), C2SP signed-note, tlog-checkpoint et tlog-cosignature, DSSE, CloudEvents 1.0.',
      "6. Affidavit (art. 31.6 ; règle V, article M). Ces éléments peuvent être établis par affidavit. [Déclarant, date, commissaire à l'assermentation]",
      `7. Transmission. ${onward('fr', exhibit)}`,
    ].join('\n'),
  }
}

/** What has to be asked before the file is given to anybody else; what each entry is shared under stands in the chronology, and is signed in the entry. */
function onward(lang: keyof Text, { toAskAbout }: ExhibitFacts): string {
  const offices = toAskAbout.map(({ name, entries }) => `${name[lang]} (${entries})`).join(', ')
  if (lang === 'en')
    return offices === ''
      ? 'Every entry of another office in this file may be passed on, by what its office signed with it.'
      : `Before this file is given to anybody, these offices are asked, for by what they signed with these entries they are not to be passed on without consent, or it is not said: ${offices}. [Consent of each, and its date]`
  return offices === ''
    ? 'Toute entrée d’un autre organisme que contient ce fichier peut être transmise, selon ce que cet organisme a signé avec elle.'
    : `Avant de remettre ce fichier à quiconque, ces organismes sont consultés : selon ce qu’ils ont signé avec ces entrées, elles ne peuvent être transmises sans consentement, ou rien n’en est dit : ${offices}. [Consentement de chacun, et sa date]`
}
