// Words of signing in, in both languages.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  title: { en: 'Sign in', fr: 'Connexion' },
  again: {
    en: 'What you are about to do cannot be taken back. Sign in once more, and you come back to where you were.',
    fr: 'Ce que vous vous apprêtez à faire ne peut être repris. Connectez-vous encore une fois : vous reviendrez où vous étiez.',
  },
  out: { en: 'You are signed out of Concert.', fr: 'Vous n’êtes plus en session dans Concert.' },
  'out.provider': {
    en: 'Your session at the identity provider may go on: end it there if others use this machine.',
    fr: 'Votre session auprès du fournisseur d’identité peut se poursuivre : mettez-y fin si d’autres utilisent cet appareil.',
  },
  provider: {
    en: 'The office’s identity provider asks who you are.',
    fr: 'Le fournisseur d’identité de l’organisme vous demande qui vous êtes.',
  },
  go: { en: 'Sign in with {provider}', fr: 'Se connecter avec {provider}' },
  choose: { en: 'Choose who you are', fr: 'Choisissez qui vous êtes' },
  'choose.why': {
    en: 'This is a demonstration on one machine: nobody proves who they are. Two people are here so that one can approve what the other prepared.',
    fr: 'Ceci est une démonstration sur un seul appareil : personne ne prouve son identité. Il y a plusieurs personnes pour que l’une approuve ce que l’autre a préparé.',
  },
  'device.title': { en: 'Sign in a command line', fr: 'Connecter une ligne de commande' },
  'device.intro': {
    en: 'The command line “concert login” shows a code. Type it here, and it acts in your name.',
    fr: 'La ligne de commande « concert login » affiche un code. Saisissez-le ici : elle agira en votre nom.',
  },
  'device.code': { en: 'Code', fr: 'Code' },
  'device.code.hint': {
    en: 'Eight letters, such as WDJB-MJHT',
    fr: 'Huit lettres, par exemple WDJB-MJHT',
  },
  'device.next': { en: 'Continue', fr: 'Continuer' },
  'device.fresh': {
    en: 'A command line is signed in by somebody who has just signed in themselves.',
    fr: 'Une ligne de commande est connectée par une personne dont la connexion est récente.',
  },
  'device.signIn': { en: 'Sign in again', fr: 'Se connecter de nouveau' },
  'device.refused': {
    en: 'The command line was not signed in',
    fr: 'La ligne de commande n’est pas connectée',
  },
  'device.warning': {
    en: 'Confirm only what you started yourself, just now. Whoever sent you a code wants to act in your name.',
    fr: 'Ne confirmez que ce que vous avez vous-même lancé à l’instant. La personne qui vous enverrait un code voudrait agir en votre nom.',
  },
  'device.name': { en: 'The machine calls itself', fr: 'Nom que se donne la machine' },
  'device.asked': { en: 'Asked on', fr: 'Demande faite le' },
  'device.as': { en: 'It will act as', fr: 'Elle agira en tant que' },
  'device.means': {
    en: 'It may do what you may, until you sign it out, for ten hours at most. What it records stands under your name.',
    fr: 'Elle pourra ce que vous pouvez, jusqu’à sa déconnexion, dix heures au plus. Ce qu’elle consigne figure sous votre nom.',
  },
  'device.confirm': { en: 'Sign it in', fr: 'La connecter' },
  'device.deny': { en: 'I did not start this', fr: 'Je n’ai rien lancé' },
  'device.confirmed': {
    en: '“{name}” is signed in.',
    fr: '« {name} » est connectée.',
  },
  'device.confirmed.then': {
    en: 'Go back to your terminal.',
    fr: 'Retournez à votre terminal.',
  },
  'device.denied': {
    en: '“{name}” was turned away.',
    fr: '« {name} » est écartée.',
  },
  'device.denied.then': {
    en: 'If somebody sent you the code, tell those who operate this office.',
    fr: 'Si quelqu’un vous a envoyé le code, dites-le à l’exploitation de cet organisme.',
  },
  as: { en: 'Continue as {name}', fr: 'Continuer en tant que {name}' },
  roles: { en: 'Roles: {roles}', fr: 'Rôles : {roles}' },
} as const satisfies Record<string, Text>

export const { t } = vocabulary({ ...kitWords, ...words })
