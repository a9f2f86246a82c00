// The words of ledgers and who confirmed them, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'ledgers.title': { en: 'Ledgers', fr: 'Registres' },
  'ledgers.lead': {
    en: 'Each office signs how long its ledger is and what is in it. The others compare that with what they read, and confirm it. What several independent offices have confirmed, none of them can change unseen.',
    fr: 'Chaque organisme signe la longueur et le contenu de son registre. Les autres comparent avec ce qu’ils ont lu, et le confirment. Ce que plusieurs organismes indépendants ont confirmé, aucun ne peut le modifier sans que cela se voie.',
  },
  'own.title': { en: 'This office’s own ledger', fr: 'Le registre de cet organisme' },
  'own.intact.last': {
    en: 'Compared at the last start or connection, with {n} entries then: length and last entry were what this office knows.',
    fr: 'Comparé au dernier démarrage ou à la dernière connexion, à {n} entrées alors : la longueur et la dernière entrée étaient celles que connaît l’organisme.',
  },
  'own.intact.full': {
    en: 'Compared whole, with {n} entries then: every one was what this office knows.',
    fr: 'Comparé en entier, à {n} entrées alors : chacune était celle que connaît l’organisme.',
  },
  'own.not-compared': {
    en: 'It is being compared with what this office knows. Nothing is recorded until that is done.',
    fr: 'Il est comparé avec ce que connaît l’organisme. Rien n’est consigné d’ici là.',
  },
  'keys.title': { en: 'Keys', fr: 'Clés' },
  'keys.lead': {
    en: 'What an office signed with a key counts up to an entry of its ledger once the key is used no more. No key stops by a day: whoever looks after the office is warned thirty days before.',
    fr: 'Ce qu’un organisme a signé avec une clé vaut jusqu’à une inscription de son registre dès que la clé n’est plus en usage. Aucune clé ne s’arrête à une date : les responsables de l’organisme sont avertis trente jours avant.',
  },
  'col.key': { en: 'Key', fr: 'Clé' },
  'col.use': { en: 'For', fr: 'Pour' },
  'all.title': { en: 'Held, seen, confirmed', fr: 'Détenu, vu, confirmé' },
  'col.ledger': { en: 'Ledger of', fr: 'Registre de' },
  'col.state': { en: 'State', fr: 'État' },
  'col.held': { en: 'Held here up to', fr: 'Détenu ici jusqu’à' },
  'col.seen': { en: 'Signed, seen here', fr: 'Signé, vu ici' },
  'col.confirmed': { en: 'Confirmed by', fr: 'Confirmé par' },
  'seen.never': { en: 'never', fr: 'jamais' },
  'seen.at': { en: '{n}, last', fr: '{n}, dernière fois' },
  'says.mirror': { en: 'holds {n}', fr: 'détient {n}' },
  'says.witness': { en: 'saw {n}', fr: 'a vu {n}' },
  'says.stale': { en: 'not confirmed since', fr: 'non confirmé depuis' },
  'says.nobody': { en: 'nobody yet', fr: 'personne encore' },
  'witness.named': { en: 'Witness {name}', fr: 'Le témoin {name}' },
  'witness.since': { en: 'Since', fr: 'Depuis' },
  'barred.since': { en: 'Since', fr: 'Depuis' },
  'barred.until': { en: 'until', fr: 'jusqu’au' },
  'witness.key': {
    en: 'Key of this ledger, for a witness',
    fr: 'Clé de ce registre, pour un témoin',
  },
  'witness.key.lead': {
    en: 'A witness that is no office confirms this ledger once it has been given this key and stands in this office’s configuration.',
    fr: 'Un témoin qui n’est pas un organisme confirme ce registre dès qu’il a reçu cette clé et qu’il figure dans la configuration de cet organisme.',
  },
  'stopped.fork': {
    en: 'It has two signed histories. It counts up to entry {n}, on every page and in every decision, until somebody at this office decides: “concert ledger decide {office} --reason …”. Both signed heads are kept. Since',
    fr: 'Il a deux historiques signés. Il compte jusqu’à l’entrée {n}, sur chaque page et dans chaque décision, tant que personne dans cet organisme n’a décidé : « concert ledger decide {office} --reason … ». Les deux têtes signées sont conservées. Depuis',
  },
  'stopped.read': {
    en: 'It is not what was read before, or too much of it was set aside. Nothing is taken from it until it is again what it was, or somebody has looked.',
    fr: 'Il n’est plus ce qui avait été lu, ou trop d’éléments en ont été mis de côté. Rien n’en est repris tant qu’il n’est pas redevenu ce qu’il était, ou que personne ne l’a examiné.',
  },
  'succession.waits': {
    en: 'Its office says that it lost this ledger, and goes on with the first {n} entries under another epoch. Nothing more is taken from it until enough offices have accepted that. Recorded',
    fr: 'Son organisme déclare avoir perdu ce registre et continue avec les {n} premières entrées sous une autre époque. Rien n’en est repris tant qu’un nombre suffisant d’organismes ne l’a pas accepté. Consigné',
  },
  'succession.followed': {
    en: 'Its office lost this ledger. Its first {n} entries go on under another epoch, with the same root. Recorded',
    fr: 'Son organisme a perdu ce registre. Ses {n} premières entrées continuent sous une autre époque, avec la même racine. Consigné',
  },
  'succession.lost': {
    en: 'At least {n} entries are lost: nobody could give them back.',
    fr: 'Au moins {n} entrées sont perdues : personne n’a pu les rendre.',
  },
  'succession.nothing-lost': {
    en: 'No entry is known to be lost.',
    fr: 'Aucune entrée perdue n’est connue.',
  },
  'succession.reason': { en: 'Its reason: {reason}', fr: 'Son motif : {reason}' },
  'succession.needed': {
    en: '{n} of those who hold the lost one must accept it ({holders}): “concert ledger accept {office} --reason …”.',
    fr: '{n} de ceux qui détiennent le registre perdu doivent l’accepter ({holders}) : « concert ledger accept {office} --reason … ».',
  },
  'succession.own': {
    en: 'Nobody is known to hold the lost one: somebody at this office decides, “concert ledger accept {office} --reason …”.',
    fr: 'Personne ne détient, à ce que l’on sait, le registre perdu : une personne de cet organisme décide, « concert ledger accept {office} --reason … ».',
  },
  'succession.left-out': {
    en: 'It leaves out {n} entries that are held here: this office must accept it as well. They stay in its archive as evidence.',
    fr: 'Il laisse de côté {n} entrées détenues ici : cet organisme doit aussi l’accepter. Elles restent dans ses archives comme preuve.',
  },
  'succession.accepted-by': {
    en: 'Accepted by {by}: {reason}',
    fr: 'Accepté par {by} : {reason}',
  },
  'decided.by': {
    en: 'At entry {n}, {by} decided to go on with what is held here: {reason}',
    fr: 'À l’entrée {n}, {by} a décidé de continuer avec ce qui est détenu ici : {reason}',
  },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })
