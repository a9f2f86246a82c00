// The words of the office's own desk, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'desk.title': { en: 'This office’s desk', fr: 'Prise en charge dans cet organisme' },
  'desk.private': {
    en: 'This stays in this office: it is in no ledger, and no other office sees it.',
    fr: 'Cela reste dans cet organisme : aucun registre ne le contient et aucun autre organisme ne le voit.',
  },
  'desk.owner': { en: 'Who has it', fr: 'Qui s’en charge' },
  'desk.ownDate': { en: 'Own date', fr: 'Date interne' },
  'desk.priority': { en: 'Urgency', fr: 'Urgence' },
  'desk.list': { en: 'On the desk', fr: 'Prises en charge' },
  'desk.count': { en: '{n} on the desk', fr: '{n} prises en charge' },
  'desk.count.one': { en: '1 on the desk', fr: '1 prise en charge' },
  'desk.empty': { en: 'Nothing is on this desk.', fr: 'Aucune prise en charge.' },
  'desk.none': { en: 'none', fr: 'aucune' },
  'desk.claim': { en: 'Take it on', fr: 'S’en charger' },
  'desk.release': { en: 'Release it', fr: 'S’en décharger' },
  'desk.release.other': { en: 'Take it off {name}’s desk', fr: 'En décharger {name}' },
  'desk.change': { en: 'Hand over, date, urgency', fr: 'Confier, dater, urgence' },
  'desk.hand': { en: 'Hand over', fr: 'Confier' },
  'desk.to': { en: 'To whom', fr: 'À qui' },
  'desk.set-due': { en: 'Set the date', fr: 'Fixer la date' },
  'desk.set-priority': { en: 'Set the urgency', fr: 'Fixer l’urgence' },
  'desk.notes.title': { en: 'Notes', fr: 'Notes' },
  'desk.notes.none': { en: 'No notes yet.', fr: 'Aucune note pour l’instant.' },
  'desk.note': { en: 'New note', fr: 'Nouvelle note' },
  'desk.note.add': { en: 'Add the note', fr: 'Ajouter la note' },
  'desk.strike': { en: 'Strike out', fr: 'Biffer' },
  'desk.strike.of': { en: 'Strike out the note of {name}', fr: 'Biffer la note de {name}' },
  'desk.struck': { en: 'struck out by {name}', fr: 'biffée par {name}' },
  'desk.refused': { en: 'This was not done', fr: 'Cela n’a pas été fait' },
  'drafts.title': { en: 'My drafts', fr: 'Mes brouillons' },
  'drafts.what': { en: 'Draft', fr: 'Brouillon' },
  'drafts.about': { en: 'Of what', fr: 'À propos de' },
  'drafts.saved': { en: 'Saved', fr: 'Enregistré' },
  'drafts.then': { en: 'What to do', fr: 'Que faire' },
  'drafts.from': { en: 'handed over by {name}', fr: 'confié par {name}' },
  'drafts.hand': { en: 'Hand a draft over', fr: 'Confier un brouillon' },
  'drafts.hand.of': { en: 'Hand over the draft {name}', fr: 'Confier le brouillon {name}' },
  'drafts.hand.means': {
    en: 'Your colleague finds it in their work list, as you typed it, and ends or removes it; you no longer have it. It stays in this office.',
    fr: 'Votre collègue le trouve dans sa liste de travail, tel que vous l’avez rempli, et le termine ou le supprime; vous ne l’avez plus. Il reste dans cet organisme.',
  },
  'drafts.hand.nobody': {
    en: 'No colleague who has signed in here may do this.',
    fr: 'Aucune autre personne qui s’est connectée ici ne peut faire cela.',
  },
  'drafts.hand.back': { en: 'Back to the work list', fr: 'Retour à la liste de travail' },
  'drafts.gone': {
    en: 'You have no such draft any more.',
    fr: 'Vous n’avez plus ce brouillon.',
  },
  'drafts.handed': { en: 'Handed over', fr: 'Confiés' },
  'drafts.now': { en: 'Who has it now', fr: 'Qui l’a maintenant' },
  'drafts.since': { en: 'Since', fr: 'Depuis' },
  'drafts.remove': { en: 'Remove', fr: 'Supprimer' },
  'drafts.remove.of': { en: 'Remove the draft {name}', fr: 'Supprimer le brouillon {name}' },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })
