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
  as: { en: 'Continue as {name}', fr: 'Continuer en tant que {name}' },
  roles: { en: 'Roles: {roles}', fr: 'Rôles : {roles}' },
} as const satisfies Record<string, Text>

export const { t } = vocabulary({ ...kitWords, ...words })
