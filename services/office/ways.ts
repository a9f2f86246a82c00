// What a connection test found, in words: which layer of the way to a broker fails, whose it is to mend, and which certificates end soon.

import { checkOf } from '../../shared/contract/check.ts'
import type { Check } from '../../shared/contract/views.schema.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { certificateNoticeMs } from '../../shared/kernel/limits.ts'
import type { Text } from '../../shared/kernel/text.ts'
import type { Way } from './ports.ts'

type Layer = Extract<Way, { kind: 'failed' }>['layer']

export interface WayOptions {
  readonly way: Way
  /** The way to one's own broker. */
  readonly isOwn: boolean
  /** Real time. */
  readonly now: Instant
}

export function wayCheck({ way, isOwn, now }: WayOptions): Check {
  const name = isOwn
    ? { en: 'way to the own broker', fr: 'chemin vers le courtier de l’organisme' }
    : { en: `way to ${way.office}`, fr: `chemin vers ${way.office}` }
  if (way.kind === 'failed') {
    const { url, layer, why } = way
    return checkOf(
      name,
      'failed',
      {
        en: `${url}: ${layers[layer].en}: ${why}`,
        fr: `${url} : ${layers[layer].fr} (${why})`,
      },
      (isOwn ? ownAdvice : peerAdvice)[layer],
    )
  }
  const { url, certificateEnds, entries, isEncrypted, tookMs } = way
  const tls = certificateEnds === undefined ? inClear : certifiedUntil(certificateEnds)
  const found = {
    en: `${url}: reached, ${tls.en}, key accepted, ledger of ${entries} entries read, ${tookMs} ms`,
    fr: `${url} : joint, ${tls.fr}, clé acceptée, registre de ${entries} inscriptions lu, ${tookMs} ms`,
  }
  if (!isEncrypted && !isThisMachine(url))
    return checkOf(name, 'warning', found, {
      en: 'Use tls:// in the office directory: whoever stands on the way reads along',
      fr: 'Employez tls:// dans le répertoire : quiconque se trouve sur le chemin peut lire',
    })
  if (endsSoon(certificateEnds, now))
    return checkOf(name, 'warning', found, isOwn ? renewOwn : renewTheirs)
  return checkOf(name, 'ok', found)
}

const inClear: Text = { en: 'in clear', fr: 'en clair' }

function certifiedUntil(ends: Instant): Text {
  const day = ends.slice(0, 10)
  return { en: `TLS, certificate until ${day}`, fr: `TLS, certificat jusqu’au ${day}` }
}

function isThisMachine(url: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname)
}

function endsSoon(ends: Instant | undefined, now: Instant): boolean {
  return ends !== undefined && Date.parse(ends) - Date.parse(now) < certificateNoticeMs
}

const renewOwn: Text = {
  en: 'The certificate of this broker ends soon: put another one in its place and reload the broker',
  fr: 'Le certificat de ce courtier arrive à son terme : remplacez-le et rechargez le courtier',
}
const renewTheirs: Text = {
  en: 'The certificate of that broker ends soon: remind that office',
  fr: 'Le certificat de ce courtier arrive à son terme : rappelez-le à cet organisme',
}

const layers: Readonly<Record<Layer, Text>> = {
  name: { en: 'the name is not found', fr: 'le nom est introuvable' },
  connection: { en: 'nothing answers there', fr: 'rien n’y répond' },
  tls: { en: 'TLS does not come about', fr: 'TLS ne s’établit pas' },
  key: {
    en: 'the broker does not let this office in',
    fr: 'le courtier n’admet pas cet organisme',
  },
  permission: { en: 'reading is not permitted', fr: 'la lecture n’est pas permise' },
  ledger: { en: 'the ledger does not answer', fr: 'le registre ne répond pas' },
}

const peerAdvice: Readonly<Record<Layer, Text>> = {
  name: {
    en: 'Compare the address in the office directory with that office, then look at the name servers of this machine',
    fr: 'Vérifiez auprès de cet organisme l’adresse inscrite au répertoire, puis les serveurs de noms de cette machine',
  },
  connection: {
    en: 'Ask that office whether its broker runs and listens on that address; look at the firewalls on both sides',
    fr: 'Demandez à cet organisme si son courtier est en marche et écoute à cette adresse; voyez les pare-feu des deux côtés',
  },
  tls: {
    en: 'Name in "tls.authorities" the authority that certified that broker. If its certificate has ended or has another name, that office renews it. If it speaks no TLS, or only TLS, the address in the directory (nats://, tls://) is wrong. If it says nothing at all, it may stand still: that office looks at its broker',
    fr: 'Inscrivez dans « tls.authorities » l’autorité qui a certifié ce courtier. Si son certificat est échu ou porte un autre nom, cet organisme le renouvelle. S’il ne parle pas TLS, ou seulement TLS, l’adresse du répertoire (nats://, tls://) est erronée. S’il ne dit rien du tout, il est peut-être figé : cet organisme examine son courtier',
  },
  key: {
    en: 'That office makes its broker configuration anew from a directory that has the present key of this office ("concert setup broker"), and starts its broker anew',
    fr: 'Cet organisme refait la configuration de son courtier à partir d’un répertoire où figure la clé actuelle de cet organisme-ci (« concert setup broker »), et redémarre son courtier',
  },
  permission: {
    en: 'That office makes its broker configuration anew ("concert setup broker") and starts its broker anew: it lets this office in, but not read',
    fr: 'Cet organisme refait la configuration de son courtier (« concert setup broker ») et le redémarre : elle laisse entrer cet organisme-ci, mais pas lire',
  },
  ledger: {
    en: 'Before that office has been started once there is no ledger. Where it has, it starts its broker anew, since a reload is not enough after an office was added, and looks into the log of the broker',
    fr: 'Tant que cet organisme n’a pas démarré une première fois, il n’y a pas de registre. Sinon, il redémarre son courtier, car recharger ne suffit pas après l’ajout d’un organisme, et en consulte le journal',
  },
}

const ownAdvice: Readonly<Record<Layer, Text>> = {
  ...peerAdvice,
  name: {
    en: 'The office directory says where the broker is; this machine does not know that name',
    fr: 'Le répertoire dit où est le courtier; cette machine ne connaît pas ce nom',
  },
  connection: {
    en: 'Start the broker; its log says why it stopped. The address is that of the office directory',
    fr: 'Démarrez le courtier; son journal dit pourquoi il s’est arrêté. L’adresse est celle du répertoire',
  },
  key: {
    en: 'The broker was configured from a directory with another key of this office: make its configuration anew ("concert setup broker") and start it anew',
    fr: 'Le courtier a été configuré d’après un répertoire où figure une autre clé de cet organisme : refaites sa configuration (« concert setup broker ») et redémarrez-le',
  },
  permission: {
    en: 'Make the broker configuration anew ("concert setup broker") and start the broker anew',
    fr: 'Refaites la configuration du courtier (« concert setup broker ») et redémarrez-le',
  },
  ledger: {
    en: 'Before the office has been started once there is no ledger; otherwise look into the log of the broker',
    fr: 'Tant que l’organisme n’a pas démarré une première fois, il n’y a pas de registre; sinon, consultez le journal du courtier',
  },
}
