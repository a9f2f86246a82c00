// The texts of the help page, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'

const words = {
  title: { en: 'Help', fr: 'Aide' },
  intro: {
    en: 'These pages show what each office has recorded, as this office has read and verified it. Every office decides alone; nobody records for another.',
    fr: 'Ces pages montrent ce que chaque organisme a consigné, tel que le présent organisme l’a lu et vérifié. Chaque organisme décide seul; personne ne consigne pour un autre.',
  },
  dates: { en: 'Dates, and how sure they are', fr: 'Les dates, et leur fiabilité' },
  'dates.1': {
    en: 'A date that follows from a statute is computed from facts and never typed. “Why this date” shows the count day by day, with the section of the Act.',
    fr: 'Une date qui découle d’une loi est calculée à partir de faits; personne ne la saisit. « Pourquoi cette date » montre le décompte jour par jour, avec l’article de la loi.',
  },
  'dates.2': {
    en: 'The letter beside a date says how far it can be trusted; what each letter means stands at the top of every page that has them. A date is no better than its weakest rule.',
    fr: 'La lettre à côté d’une date dit sa fiabilité; le sens de chaque lettre est donné en haut de chaque page qui en contient. Une date ne vaut pas mieux que la moins sûre de ses règles.',
  },
  'dates.3': {
    en: '“As of” shows what was true on another day. “Known on” leaves out what was recorded after the end of a day: together they show what one could have known then.',
    fr: '« En date du » montre ce qui était vrai un autre jour. « Connu le » écarte ce qui a été consigné après la fin d’un jour : les deux ensemble montrent ce que l’on pouvait savoir alors.',
  },
  times: { en: 'Times', fr: 'Les heures' },
  'times.1': {
    en: 'A time is shown by the clock of this office. Where several offices act at one moment, the time on the clock of each is shown.',
    fr: 'Une heure est donnée selon l’horloge du présent organisme. Si plusieurs organismes agissent au même moment, l’heure de chacun est donnée.',
  },
  'times.2': {
    en: 'A legal date is the day on which something happened by law. The time at which it was recorded is another thing, and may be later.',
    fr: 'Une date légale est le jour où une chose a eu lieu en droit. Le moment où elle a été consignée est autre chose, et peut être postérieur.',
  },
  shapes: { en: 'Shapes and colours', fr: 'Formes et couleurs' },
  'shapes.1': {
    en: 'Nothing is told by colour alone: each state has a shape and a word. A clock that runs is ◔, one that is stayed ‖, one that has lapsed ▲, one that has ended ■.',
    fr: 'Rien n’est dit par la couleur seule : chaque état a une forme et un mot. Un délai qui court est ◔, un délai suspendu ‖, un délai expiré ▲, un délai terminé ■.',
  },
  'shapes.2': {
    en: 'Something set aside was read in a ledger and not believed: its signature, its place or its content is not what it should be. It counts for nothing until somebody has looked at it.',
    fr: 'Ce qui est mis à part a été lu dans un registre sans être tenu pour vrai : la signature, la place ou le contenu n’est pas ce qu’il devrait être. Cela ne compte pas tant que personne ne l’a examiné.',
  },
  joint: { en: 'Joint actions', fr: 'Les actions conjointes' },
  'joint.1': {
    en: 'One office proposes; each invited office reads, answers and commits by itself. A consent is prepared by one officer and approved by another.',
    fr: 'Un organisme propose; chaque organisme invité lit, répond et s’engage de son côté. Un consentement est préparé par une personne et approuvé par une autre.',
  },
  'joint.2': {
    en: 'Texts travel sealed: only those that are invited can open them, until all act at the agreed moment.',
    fr: 'Les textes circulent scellés : seuls les organismes invités peuvent les ouvrir, jusqu’à ce que tous agissent au moment convenu.',
  },
  'joint.3': {
    en: 'If an office is cut off at the moment, the page says who has acted and who has not been heard. What happens then was chosen in the proposal: all wait, or it is called off.',
    fr: 'Si un organisme est coupé au moment convenu, la page dit qui a agi et de qui on est sans nouvelles. La suite a été choisie dans la proposition : tous attendent, ou l’action est annulée.',
  },
  desk: { en: 'Who has what, notes and drafts', fr: 'Prises en charge, notes et brouillons' },
  'desk.1': {
    en: 'On the page of an order, a matter or a joint action of any office, people of this office take it on, hand it over, give it a date of the office and write notes. A note is struck out, not deleted. No ledger has any of it, and no other office sees it.',
    fr: 'Sur la page d’une ordonnance, d’un dossier ou d’une action conjointe de tout organisme, les personnes du présent organisme s’en chargent, le confient, lui donnent une date interne et l’annotent. Une note est biffée, non effacée. Aucun registre ne contient rien de cela, et aucun autre organisme ne le voit.',
  },
  'desk.2': {
    en: 'A list with its filters and its order can be saved under a name, for oneself or for everybody of the office; the work list has the links.',
    fr: 'Une liste, avec ses filtres et son tri, peut être enregistrée sous un nom, pour soi ou pour tout l’organisme; la liste de travail en donne les liens.',
  },
  'desk.3': {
    en: 'A form can be saved as a draft before it is checked, as it was typed. Only its author sees it, or the colleague to whom it is handed over; it is gone when it is recorded.',
    fr: 'Un formulaire peut être enregistré comme brouillon avant d’être vérifié, tel quel. Seule la personne qui l’a rempli le voit, ou celle à qui il est confié; il disparaît une fois consigné.',
  },
  now: { en: 'Whether a page is up to date', fr: 'Si une page est à jour' },
  'now.1': {
    en: 'A page brings itself up to date when something is recorded; the foot of the page says “live”. A bar at its top says when it has lost its link, when the ledger of an office cannot be read, or when nobody watches the clocks.',
    fr: 'Une page se met à jour quand une chose est consignée; le bas de la page indique « en direct ». Une barre en haut dit si la liaison est perdue, si le registre d’un organisme ne peut être lu, ou si personne ne surveille les échéances.',
  },
  'now.2': {
    en: 'Without scripts everything can be read and done; the page is then as it was when it was loaded.',
    fr: 'Sans scripts, tout peut être lu et fait; la page est alors telle qu’au moment de son chargement.',
  },
  keys: { en: 'By keyboard and on paper', fr: 'Au clavier et sur papier' },
  'keys.1': {
    en: 'Tab goes from link to link and from field to field; the first stop leads to the content. Wide tables can be scrolled by the arrow keys once they have the focus.',
    fr: 'La touche de tabulation va de lien en lien et de champ en champ; le premier arrêt mène au contenu. Les tableaux larges défilent avec les flèches quand ils ont le focus.',
  },
  'keys.2': {
    en: 'Every page can be printed; the chronology of a matter is made for it.',
    fr: 'Chaque page peut être imprimée; la chronologie d’un dossier est faite pour cela.',
  },
} as const satisfies Record<string, Text>

export type HelpWord = keyof typeof words

export const { t } = vocabulary(words)
