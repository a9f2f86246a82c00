// The texts of acting in a joint action: forms, the check before signing, receipts; in English and French.

import type { Text } from '../../../shared/kernel/text.ts'

export const actWords = {
  'act.notYet': {
    en: 'As things stand this would be refused.',
    fr: 'En l’état, ceci serait refusé.',
  },
  'act.check': { en: 'Check before recording', fr: 'Vérifier avant de consigner' },
  'act.leave': { en: 'Back without recording', fr: 'Revenir sans consigner' },
  'act.change': { en: 'Change something', fr: 'Modifier' },
  'act.checking': { en: 'Check: {title}', fr: 'Vérifier\u00a0: {title}' },
  'act.signed': { en: 'What will be signed', fr: 'Ce qui sera signé' },
  'act.about': { en: 'About', fr: 'Au sujet de' },
  'act.office': { en: 'In the name of', fr: 'Au nom de' },
  'act.lang': { en: 'Continuer en français', fr: 'Continue in English' },
  'act.final': {
    en: 'What is recorded stays in the record. It can be followed by something else, not removed.',
    fr: 'Ce qui est consigné reste au registre. Autre chose peut suivre; rien n’est retiré.',
  },
  'final.go': {
    en: 'With the go every office that has consented commits itself, and acts by itself at the moment. Once all are released nobody can stop it.',
    fr: 'Avec le feu vert, chaque organisme qui a consenti s’engage, et agit de lui-même au moment convenu. Une fois l’exécution autorisée, personne ne peut l’arrêter.',
  },
  'final.approve': {
    en: 'With this the office consents. At the moment it acts by itself, and asks nobody again.',
    fr: 'L’organisme consent ainsi. Au moment convenu, il agit de lui-même et ne redemande à personne.',
  },
  'final.cancel': {
    en: 'This ends the joint action for every office. It cannot be opened again.',
    fr: 'L’action conjointe prend fin pour tous les organismes. Elle ne peut être rouverte.',
  },
  'final.withdraw': {
    en: 'This takes the answer of this office back. The others see that it did, and why.',
    fr: 'L’organisme retire ainsi sa réponse. Les autres le voient, et pourquoi.',
  },
  'final.propose': {
    en: 'The text goes, sealed, to the offices that are invited. What they have read cannot be called back.',
    fr: 'Le texte part, scellé, aux organismes invités. Ce qu’ils ont lu ne peut être repris.',
  },
  'final.amend': {
    en: 'A new version asks every office for its answer again: consents to the former one no longer count.',
    fr: 'Une nouvelle version redemande à chaque organisme sa réponse\u00a0: les consentements à la précédente ne comptent plus.',
  },
  cannot: {
    en: 'What may not be done now, and why ({n})',
    fr: 'Ce qui ne peut être fait maintenant, et pourquoi ({n})',
  },
  'by.said': { en: 'Who said so', fr: 'Qui l’a dit' },
  'receipt.title': { en: 'Recorded: {event}', fr: 'Consigné\u00a0: {event}' },
  'receipt.done': {
    en: 'Recorded and signed in the ledger of {office}.',
    fr: 'Consigné et signé au registre de {office}.',
  },
  'receipt.what': { en: 'What was recorded', fr: 'Ce qui a été consigné' },
  'receipt.on': { en: 'Legal date', fr: 'Date légale' },
  'receipt.at': { en: 'Recorded', fr: 'Consigné' },
  'receipt.prepared': { en: 'Prepared by', fr: 'Préparé par' },
  'receipt.recorder': { en: 'Recorded by', fr: 'Consigné par' },
  'receipt.approved': { en: 'Approved and recorded by', fr: 'Approuvé et consigné par' },
  'receipt.place': { en: 'Place in the record', fr: 'Place au registre' },
  'receipt.proposal': { en: 'The proposal', fr: 'La proposition' },
  'receipt.participation': { en: 'This office’s own part', fr: 'La part du présent organisme' },
  'receipt.key': { en: 'Signature', fr: 'Signature' },
  'receipt.next': { en: 'What comes next', fr: 'La suite' },
  'receipt.approve': {
    en: 'It counts once another person of this office has approved it.',
    fr: 'Cela compte dès qu’une autre personne du présent organisme l’a approuvé.',
  },
  'receipt.others': {
    en: 'The other offices see it as soon as they have read this ledger.',
    fr: 'Les autres organismes le voient dès qu’ils ont lu ce registre.',
  },
  'receipt.back': { en: 'Back to the joint action', fr: 'Retour à l’action conjointe' },

  'number.hint': {
    en: 'A short number of this office, such as J26-01. The next free one is filled in.',
    fr: 'Un numéro court du présent organisme, par exemple J26-01. Le prochain qui est libre est proposé.',
  },
  'matter.hint': {
    en: 'Begin to type its title; titles are offered as you type.',
    fr: 'Commencez à taper son titre\u00a0: les titres sont proposés à mesure.',
  },
  'invited.hint': {
    en: 'Tick every office whose answer is asked for.',
    fr: 'Cochez chaque organisme dont la réponse est demandée.',
  },
  'invited.hint.orders': {
    en: 'Tick every office whose answer is asked for. Only those with order power can take part in this.',
    fr: 'Cochez chaque organisme dont la réponse est demandée. Seuls ceux qui peuvent rendre des ordonnances y participent.',
  },
  'replyBy.hint': {
    en: 'What silence means after that is set below, under “How it is decided”.',
    fr: 'Ce que vaut le silence après cette heure est fixé plus bas, sous «\u00a0Comment on décide\u00a0».',
  },
  'window.hint': {
    en: 'Counted from the moment. Whoever has not acted by then counts as missing.',
    fr: 'Comptées à partir du moment. Qui n’a pas agi d’ici là compte comme absent.',
  },
  'rule-hint.start': {
    en: 'Who gives the go once enough offices consent.',
    fr: 'Qui donne le feu vert dès qu’assez d’organismes consentent.',
  },
  'rule-hint.silence': {
    en: 'How an office counts that has not answered in time.',
    fr: 'Comment compte un organisme qui n’a pas répondu à temps.',
  },
  'rule-hint.partition': {
    en: 'What happens if an office cannot be reached at the moment.',
    fr: 'Ce qui se passe si un organisme est injoignable au moment convenu.',
  },
  'rule-hint.compensation': {
    en: 'What those who acted do if others could not.',
    fr: 'Ce que font ceux qui ont agi si d’autres n’ont pas pu.',
  },
  'moment.hint': {
    en: 'May be left empty: then the go says when.',
    fr: 'Peut rester vide\u00a0: le feu vert dira quand.',
  },
  'required.none': {
    en: 'None ticked: all that are invited are required.',
    fr: 'Aucun coché\u00a0: tous ceux qui sont invités sont requis.',
  },
  'quorum.hint': {
    en: 'Empty: as many as are required.',
    fr: 'Vide\u00a0: autant qu’il y a d’organismes requis.',
  },
  'cond.with.none': {
    en: 'None ticked: it does not depend on others.',
    fr: 'Aucun coché\u00a0: cela ne dépend pas des autres.',
  },
  'dueDays.hint': {
    en: 'Empty: as the statute says. Where the statute sets the time itself, another one is refused.',
    fr: 'Vide\u00a0: selon la loi. Si la loi fixe elle-même le délai, un autre est refusé.',
  },
  'draft.of': {
    en: 'What will be done to order {order}',
    fr: 'Ce qui sera fait de l’ordonnance {order}',
  },
  'part.add': { en: 'Another part', fr: 'Une autre partie' },
  'term.add': { en: 'Another term', fr: 'Une autre disposition' },
  'finding.add': { en: 'Another finding', fr: 'Une autre conclusion' },

  'kind-hint.issuance': {
    en: 'Each office with order power issues its own order, all at one moment.',
    fr: 'Chaque organisme habilité rend sa propre ordonnance, tous au même moment.',
  },
  'kind-hint.statement': {
    en: 'One text, published by all at one moment.',
    fr: 'Un texte, publié par tous au même moment.',
  },
  'kind-hint.compliance-date': {
    en: 'Each office sets the same date in its own order, where its law lets it.',
    fr: 'Chaque organisme fixe la même date dans sa propre ordonnance, si sa loi le permet.',
  },
  'kind-hint.escalation': {
    en: 'Each office takes the route that its own law offers, all at one moment.',
    fr: 'Chaque organisme engage la voie que sa propre loi lui offre, tous au même moment.',
  },
  'kind-hint.request': {
    en: 'One request to the respondent, from all.',
    fr: 'Une demande à la partie visée, de la part de tous.',
  },
  'kind-hint.hearing': {
    en: 'A hearing or an audit that the offices hold together.',
    fr: 'Une audience ou une vérification que les organismes tiennent ensemble.',
  },
  'kind-hint.assistance': {
    en: 'One office asks others for help; each answers for itself.',
    fr: 'Un organisme demande l’aide d’autres; chacun répond pour soi.',
  },
  'kind-hint.deconfliction': {
    en: 'Ask who else is looking at somebody, before acting. The text stays sealed for ever.',
    fr: 'Demander qui d’autre examine une affaire, avant d’agir. Le texte reste scellé pour toujours.',
  },
} as const satisfies Record<string, Text>
