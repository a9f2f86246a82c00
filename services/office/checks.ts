// Is this office well? A quick answer for a supervisor, and a thorough one with advice for a person.

import type { Space } from '../platform/space.ts'
import type { Telling } from './telling.ts'
import type { LoadedConfig } from '../platform/config.ts'
import type { LegalClock } from '../platform/clock.ts'
import type { DriftView } from '../../shared/contract/drift.schema.ts'
import type { SuccessionView } from '../../shared/contract/ledgers.schema.ts'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import type { OfficeKey } from '../../shared/office/keys.ts'
import { keyText } from '../../shared/office/key-words.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import { checkOf } from '../../shared/contract/check.ts'
import type { FollowerView } from '../../shared/board/board.schema.ts'
import type { Check, Doctor, Health } from '../../shared/contract/views.schema.ts'
import type { Lang, Text } from '../../shared/kernel/text.ts'
import type { LedgerReader } from './ports.ts'
import type { Ledger } from './ports.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import type { Store, Way } from './ports.ts'
import { unsharedWith } from '../../shared/ledger/sharing.ts'
import { shareClassNames } from '../../shared/policy/sharing.ts'
import { wayCheck } from './ways.ts'
import type { Maintenance } from '../../shared/office/ledgers.schema.ts'
import { problemOf, type OwnLedgerState } from './trust/own-head.ts'
import { barredAdvice, barredReaders } from './trust/barred.ts'
import type { CopyState, ReadersState } from './trust/ports.ts'
import type { Standing } from './trust/standing.ts'

export interface CheckOptions {
  readonly loaded: LoadedConfig
  readonly version: string
  readonly zoneData: string
  readonly packs: readonly Pack[]
  readonly clock: LegalClock
  readonly ledger: Ledger
  /** Whether the own ledger is the one that the office knows. */
  readonly ownLedger: () => OwnLedgerState
  /** The copy of it that readers are answered from. */
  readonly copy: () => CopyState
  /** What its readers take, and who took too much. */
  readonly readers: () => ReadersState
  /** Who holds and confirmed which ledger. */
  readonly standings: () => readonly Standing[]
  /** What an office's ledger succeeds, if it does. */
  readonly succession: (office: OfficeId) => SuccessionView | null
  /** Throws where Temporal does not answer. */
  readonly engine: { serverVersion(): Promise<string> }
  readonly telling: Pick<Telling, 'status'>
  readonly followers: readonly LedgerReader[]
  readonly store: Store
  readonly drift: () => DriftView
  /** The connection test: the way to every office's broker, one's own too. */
  readonly ways: () => Promise<readonly Way[]>
  /** What an office announced, while it lasts. */
  readonly maintenanceOf: (office: OfficeId) => Maintenance | undefined
  /** The keys that the directory has of an office. */
  readonly keysOf: (office: OfficeEntry, today: LocalDate) => readonly OfficeKey[]
  /** The disk under the office's folder, now. */
  readonly space: () => Space
}

export function createChecks(options: CheckOptions): {
  health(): Promise<Health>
  doctor(): Promise<Doctor>
} {
  const { loaded, version, zoneData } = options
  const office = loaded.office.id
  return {
    async health() {
      const own = ownLedgerCheck(options)
      const stopped = followerChecks(options).filter((_, at) => isStopped(options, at))
      const checks = [
        brokerCheck(options),
        own,
        copyCheck(options),
        readersCheck(options),
        spaceCheck(options),
        await temporalCheck(options),
        ...successionCheck(options),
        ...stopped,
      ]
      return {
        status: own.state === 'failed' ? 'failed' : statusOf(checks),
        office,
        version,
        checks,
      }
    },
    async doctor() {
      return {
        office,
        version,
        zoneData,
        checks: [
          brokerCheck(options),
          ownLedgerCheck(options),
          copyCheck(options),
          readersCheck(options),
          spaceCheck(options),
          await temporalCheck(options),
          ...followerChecks(options),
          ...(await wayChecks(options)),
          ...successionCheck(options),
          confirmationCheck(options),
          quarantineCheck(options),
          packCheck(options),
          sharingCheck(options),
          keysCheck(options),
          driftCheck(options),
          clockCheck(options),
          runtimeCheck(options),
        ],
      }
    },
  }
}

async function wayChecks({ ways, loaded }: CheckOptions): Promise<Check[]> {
  const now = new Date().toISOString() as Instant
  return (await ways()).map((way) => wayCheck({ way, isOwn: way.office === loaded.office.id, now }))
}

function brokerCheck({ ledger, loaded }: CheckOptions): Check {
  const { url } = loaded.office.broker
  const since = ledger.storesNothingSince
  if (ledger.connected && since !== undefined)
    return failed(
      names.broker,
      {
        en: `${url} answers, but has stored nothing that it was given since ${since}: its disk may be full`,
        fr: `${url} répond, mais n’a rien conservé de ce qu’il a reçu depuis ${since} : son disque est peut-être plein`,
      },
      {
        en: 'Make room on the disk of its folder, then start it again: it stores nothing more until it was started anew. Commands were refused meanwhile, or can be sent again with the same id; nothing is lost',
        fr: 'Libérez de l’espace sur le disque de son dossier, puis redémarrez-le : il ne conserve plus rien jusque-là. Les commandes ont été refusées entre-temps, ou se renvoient avec le même identifiant; rien n’est perdu',
      },
    )
  if (ledger.connected)
    return ok(names.broker, {
      en: `${url}, epoch ${ledger.epoch}`,
      fr: `${url}, époque ${ledger.epoch}`,
    })
  return failed(
    names.broker,
    { en: `${url} does not answer`, fr: `${url} ne répond pas` },
    {
      en: 'Start it again: commands wait and nothing is lost. Its log says why it stopped',
      fr: 'Redémarrez-le : les commandes attendent et rien n’est perdu. Son journal dit pourquoi il s’est arrêté',
    },
  )
}

function spaceCheck({ space }: CheckOptions): Check {
  const { folder, freeBytes, isShort } = space()
  const free = Math.floor(freeBytes / 1024 / 1024)
  const found = {
    en: `${free} MiB free under ${folder}`,
    fr: `${free} Mio libres sous ${folder}`,
  }
  if (!isShort) return ok(names.disk, found)
  return failed(names.disk, found, {
    en: 'Make room: what is recorded is kept by the broker, but this office cannot copy or show it. It goes on by itself when there is room',
    fr: 'Libérez de l’espace : le courtier conserve ce qui est consigné, mais cet organisme ne peut ni le copier ni le montrer. Il reprend de lui-même dès qu’il y a de la place',
  })
}

/** Nothing is recorded into a ledger that is not the one that the office knows. */
function ownLedgerCheck({ ownLedger, loaded }: CheckOptions): Check {
  const state = ownLedger()
  if (state.kind === 'intact') {
    const { length, depth } = state
    return ok(names.ledger, {
      en: `${depth === 'full' ? 'every entry' : 'length and last entry'} compared, at ${length} entries`,
      fr: `${depth === 'full' ? 'chaque entrée comparée' : 'longueur et dernière entrée comparées'}, à ${length} entrées`,
    })
  }
  const problem = problemOf(loaded.office.id, state)
  const found = {
    en: problem?.message ?? state.kind,
    fr: problem?.messageFr ?? state.kind,
  }
  if (state.kind === 'not-compared')
    return warning(names.ledger, found, {
      en: 'Look again in a moment',
      fr: 'Regardez de nouveau dans un instant',
    })
  return failed(names.ledger, found, {
    en: 'Run "concert ledger check": it says what is missing and where',
    fr: 'Lancez « concert ledger check » : il dit ce qui manque et où',
  })
}

/** What readers are answered from. The ledger itself is whole whatever is said of it. */
function copyCheck({ copy }: CheckOptions): Check {
  const state = copy()
  switch (state.kind) {
    case 'follows':
      return ok(names.copy, {
        en: `readers are answered from it, ${state.entries} entries`,
        fr: `les lecteurs y puisent, ${state.entries} inscriptions`,
      })
    case 'not-looked-at':
      return ok(names.copy, {
        en: 'not looked at yet: the ledger itself comes first',
        fr: 'pas encore examinée : le registre lui-même passe d’abord',
      })
    case 'stands-still':
      return warning(
        names.copy,
        {
          en: `it stands still at ${state.entries} of ${state.of} entries since ${state.since}: the other offices hear what is recorded, and cannot read what they missed`,
          fr: `elle est arrêtée à ${state.entries} inscriptions sur ${state.of} depuis ${state.since} : les autres organismes entendent ce qui est consigné, mais ne peuvent lire ce qu’ils ont manqué`,
        },
        {
          en: 'It is made anew by itself. Where that does not help, its broker’s log says why: look whether its disk is full, and start it again',
          fr: 'Elle est refaite d’elle-même. Si cela ne suffit pas, le journal du courtier dit pourquoi : voyez si son disque est plein, puis redémarrez-le',
        },
      )
    case 'not-permitted':
      return warning(
        names.copy,
        {
          en: 'the broker’s configuration is of before there was one: a reader that asks for much holds up commands',
          fr: 'la configuration du courtier est d’avant cette copie : un lecteur qui demande beaucoup retarde les commandes',
        },
        generateAgain,
      )
  }
}

const generateAgain: Text = {
  en: 'Generate the broker’s configuration again from the office directory, and start the broker with it',
  fr: 'Produisez de nouveau la configuration du courtier à partir du répertoire des organismes, et démarrez le courtier avec elle',
}

/** Whether somebody takes more of the own broker than a reader needs. */
function readersCheck({ readers }: CheckOptions): Check {
  const state = readers()
  switch (state.kind) {
    case 'not-looked-at':
      return ok(names.readers, { en: 'not looked at yet', fr: 'pas encore examinés' })
    case 'not-permitted':
      return warning(
        names.readers,
        {
          en: 'the broker’s configuration is of before they were counted: one that takes too much is not cut',
          fr: 'la configuration du courtier est d’avant leur décompte : celui qui prend trop n’est pas coupé',
        },
        generateAgain,
      )
    case 'looked-at': {
      const barred = barredReaders(state)
      if (barred.length === 0)
        return ok(names.readers, {
          en: 'none takes too much of the broker',
          fr: 'aucun ne prend trop au courtier',
        })
      return warning(
        names.readers,
        {
          en: barred
            .map(({ office, until, problem }) => `${office} until ${until}. ${problem.en}`)
            .join('; '),
          fr: barred
            .map(({ office, until, problem }) => `${office} jusqu’à ${until}. ${problem.fr}`)
            .join('; '),
        },
        barredAdvice,
      )
    }
  }
}

/** A ledger that succeeds a lost one is followed by whoever holds the lost one only after enough of them have accepted it. */
function successionCheck({ succession, standings, loaded }: CheckOptions): Check[] {
  const self = loaded.office.id
  const own = succession(self)
  if (own === null) return []
  const lost = own.known - own.size
  const accepted = own.accepted.map(({ office }) => office).join(', ')
  const found = {
    en: `epoch ${own.epoch} goes on with ${own.size} entries of epoch ${own.formerEpoch}, ${lost} lost: ${own.reason}. Accepted by ${accepted === '' ? 'nobody yet' : accepted}`,
    fr: `l’époque ${own.epoch} continue avec ${own.size} inscriptions de l’époque ${own.formerEpoch}, ${lost} perdues : ${own.reason}. Accepté par ${accepted === '' ? 'personne encore' : accepted}`,
  }
  const isConfirmed = standings().some(
    ({ office, confirmations }) =>
      office === self && confirmations.some(({ role }) => role === 'mirror'),
  )
  return [
    isConfirmed
      ? ok(names.succession, found)
      : warning(names.succession, found, {
          en: `The others take nothing of it before enough of them have accepted it: ask each to run "concert ledger accept ${self}"`,
          fr: `Les autres n’en reprennent rien tant qu’un nombre suffisant ne l’a pas accepté : demandez à chacun de lancer « concert ledger accept ${self} »`,
        }),
  ]
}

function confirmationCheck({ standings, loaded }: CheckOptions): Check {
  const own = standings().filter(({ office }) => office === loaded.office.id)
  // A witness that is no office is somebody else too.
  const confirmed = own.flatMap(({ confirmations, witnesses }) => [...confirmations, ...witnesses])
  const fresh = confirmed.filter(({ stale }) => !stale)
  const found = {
    en: confirmed
      .map(
        ({ by, role, size, at, stale }) =>
          `${by} ${role === 'mirror' ? 'holds' : 'saw'} ${size}${stale ? `, not confirmed since ${at}` : ''}`,
      )
      .join('; '),
    fr: confirmed
      .map(
        ({ by, role, size, at, stale }) =>
          `${by} en ${role === 'mirror' ? 'détient' : 'a vu'} ${size}${stale ? `, non confirmé depuis ${at}` : ''}`,
      )
      .join('; '),
  }
  if (fresh.length > 0) return ok(names.confirmed, found)
  return warning(
    names.confirmed,
    confirmed.length === 0
      ? {
          en: 'nobody has confirmed this ledger yet',
          fr: 'personne n’a encore confirmé ce registre',
        }
      : found,
    {
      en: 'Until another office has confirmed it, this office alone knows what it recorded. Look whether peers reach its broker, and whether the directory has everybody’s "logKeys"',
      fr: 'Tant qu’un autre organisme ne l’a pas confirmé, celui-ci est seul à savoir ce qu’il a consigné. Voyez si les autres joignent son courtier, et si le répertoire contient les « logKeys » de chacun',
    },
  )
}

function isStopped({ followers }: CheckOptions, at: number): boolean {
  return followers[at]?.state === 'stopped'
}

function statusOf(checks: readonly Check[]): 'ok' | 'degraded' {
  return checks.every(({ state }) => state === 'ok') ? 'ok' : 'degraded'
}

async function temporalCheck({ engine, telling, loaded }: CheckOptions): Promise<Check> {
  const { address, namespace } = loaded.config.temporal
  const { awaySince } = telling.status
  const since = {
    en: awaySince === null ? '' : ` since ${awaySince}`,
    fr: awaySince === null ? '' : ` depuis ${awaySince}`,
  }
  try {
    const version = await engine.serverVersion()
    if (awaySince !== null)
      return failed(
        names.temporal,
        {
          en: `${address} answers again; clocks have not been watched${since.en}`,
          fr: `${address} répond de nouveau; les échéances n’ont pas été surveillées${since.fr}`,
        },
        recovering,
      )
    const lives = livesText(telling.status)
    return ok(names.temporal, {
      en: `${address}, namespace ${namespace}, server ${version}, ${lives.en}`,
      fr: `${address}, espace de noms ${namespace}, serveur ${version}, ${lives.fr}`,
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return failed(
      names.temporal,
      {
        en: `${address} does not answer: ${why}. Clocks are not watched${since.en}`,
        fr: `${address} ne répond pas (${why}). Les échéances ne sont pas surveillées${since.fr}`,
      },
      {
        en: 'Start it again. Commands are recorded meanwhile; what falls due is recorded when it is back, marked late',
        fr: 'Redémarrez-le. Les commandes sont consignées entre-temps; ce qui vient à échéance est consigné à son retour, marqué en retard',
      },
    )
  }
}

const recovering: Text = {
  en: 'Wait a moment: its lives are being told what they missed',
  fr: 'Attendez un instant : ce qu’il a manqué lui est transmis',
}

function livesText({ waiting, restored, toRestore }: Telling['status']): Text {
  const told = { en: `${waiting} events to be told`, fr: `${waiting} événements à transmettre` }
  const restoring = {
    en: `, ${toRestore} lives to be started, those due first first`,
    fr: `, ${toRestore} flux à démarrer, dans l’ordre des échéances`,
  }
  const again = {
    en: `, ${restored} lives started or told anew since this process began, which Temporal did not have`,
    fr: `, ${restored} flux démarrés ou informés de nouveau depuis le démarrage, que Temporal n’avait pas`,
  }
  const both = (lang: Lang) =>
    `${told[lang]}${toRestore === 0 ? '' : restoring[lang]}${restored === 0 ? '' : again[lang]}`
  return { en: both('en'), fr: both('fr') }
}

function followerChecks({ followers, maintenanceOf }: CheckOptions): Check[] {
  return followers.map(({ status }) => {
    const { office, state, seq, lastHeard, problem } = status
    const problemFr = status.problemFr ?? problem
    const name = { en: `ledger of ${office}`, fr: `registre de ${office}` }
    const found = {
      en: `${state}, ${seq} events read, last heard ${lastHeard ?? 'never'}${problem === null ? '' : `: ${problem}`}`,
      fr: `${followerStates[state]}, ${seq} événements lus, dernières nouvelles : ${lastHeard ?? 'jamais'}${problemFr === null ? '' : ` (${problemFr})`}`,
    }
    switch (state) {
      case 'current':
        return ok(name, found)
      case 'behind':
        return warning(name, found, {
          en: 'It is being read: look again',
          fr: 'La lecture est en cours : regardez de nouveau',
        })
      case 'stopped':
        return failed(name, found, stoppedAdvice)
      case 'silent':
      case 'unreachable': {
        const maintenance = maintenanceOf(office)
        if (maintenance !== undefined)
          return warning(
            name,
            {
              en: `announced maintenance until ${maintenance.until}: ${maintenance.reason}. ${found.en}`,
              fr: `interruption annoncée jusqu’à ${maintenance.until} : ${maintenance.reason}. ${found.fr}`,
            },
            {
              en: 'Nothing to do before that: what was missed is read as soon as it answers',
              fr: 'Rien à faire d’ici là : ce qui a été manqué est lu dès qu’il répond',
            },
          )
        return failed(name, found, {
          en: 'Ask that office whether its broker runs, and check the way there. What was missed is read as soon as it answers',
          fr: 'Demandez à cet organisme si son courtier est en marche, et vérifiez le chemin qui y mène. Ce qui a été manqué est lu dès qu’il répond',
        })
      }
    }
  })
}

const followerStates: Readonly<Record<FollowerView['state'], string>> = {
  current: 'à jour',
  behind: 'en retard',
  silent: 'muet',
  unreachable: 'injoignable',
  stopped: 'arrêté',
}

const stoppedAdvice: Text = {
  en: 'Speak to that office. Nothing of its ledger counts here beyond what is agreed, until it is again what it was, or until somebody decides with "concert ledger decide", or accepts its successor with "concert ledger accept"',
  fr: 'Parlez à cet organisme. Rien de son registre ne compte ici au-delà de ce qui est reconnu, jusqu’à ce qu’il redevienne ce qu’il était, ou qu’une personne tranche par « concert ledger decide », ou accepte son successeur par « concert ledger accept »',
}

function quarantineCheck({ store }: CheckOptions): Check {
  const sums = store.quarantineSums()
  if (sums.length === 0) return ok(names.quarantine, { en: 'empty', fr: 'vide' })
  const all = sums.reduce((sum, { count }) => sum + count, 0)
  const listed = (of: string) =>
    sums.map(({ office, outcome, count }) => `${count} ${outcome} ${of} ${office}`).join(', ')
  return failed(
    names.quarantine,
    { en: `${all} set aside: ${listed('of')}`, fr: `${all} mis à part : ${listed('de')}` },
    {
      en: 'Look with "concert quarantine list", and ask the office whose ledger it is',
      fr: 'Voyez par « concert quarantine list », et interrogez l’organisme dont c’est le registre',
    },
  )
}

function packCheck({ packs, loaded }: CheckOptions): Check {
  const named = loaded.directory.offices.flatMap(({ statutes }) => statutes)
  const missing = named.filter((statute) => !packs.some((pack) => pack.statute === statute))
  const known = packs.map(({ statute, version }) => `${statute} ${version}`).join(', ')
  if (missing.length === 0) return ok(names.packs, { en: known, fr: known })
  const list = missing.join(', ')
  return warning(
    names.packs,
    { en: `none for ${list}`, fr: `aucun pour ${list}` },
    {
      en: 'Put them into a folder named in packFolders: without them, routes of those orders cannot be judged here',
      fr: 'Mettez-les dans un dossier nommé par packFolders : sans eux, les voies de ces ordonnances ne peuvent être évaluées ici',
    },
  )
}

/** Whoever is in the directory reads the whole ledger, what was recorded before they came too. */
function sharingCheck({ packs, loaded, clock }: CheckOptions): Check {
  const { id, statutes } = loaded.office
  const readers = loaded.directory.offices.filter((each) => each.id !== id)
  const today = clock.today()
  const lacking = statutes.flatMap((statute) =>
    unsharedWith({ statute, readers, packs, today }).map((each) => ({ statute, ...each })),
  )
  if (lacking.length === 0)
    return ok(names.sharing, {
      en: 'the law has a basis for every office that reads this ledger',
      fr: 'la loi permet à chaque organisme qui lit ce registre de le lire',
    })
  const list = (lang: Lang) =>
    lacking
      .map(
        ({ reader, statute, classes }) =>
          `${reader} (${statute}): ${classes.map((each) => shareClassNames[each][lang]).join('; ')}`,
      )
      .join(' · ')
  return warning(
    names.sharing,
    { en: `no basis for ${list('en')}`, fr: `rien ne permet la communication à ${list('fr')}` },
    {
      en: 'Such facts are refused while that office is in the directory, and it reads what was recorded before. Put the agreement or another basis into the policy pack, or take the office out of the directory',
      fr: 'Ces faits sont refusés tant que cet organisme figure au répertoire, et il lit ce qui a été consigné auparavant. Inscrivez l’entente ou un autre fondement dans le cadre, ou retirez l’organisme du répertoire',
    },
  )
}

/** A key that ends stops nothing: it is said in time, of every office, because each has to put the new entry in place. */
function keysCheck({ loaded, clock, keysOf }: CheckOptions): Check {
  const today = clock.today()
  const all = loaded.directory.offices.flatMap((office) =>
    keysOf(office, today).map((key) => ({ ...key, office: office.id })),
  )
  const own = all.filter(({ office }) => office === loaded.office.id)
  const due = all.filter(({ state }) => state === 'ends' || state === 'overdue')
  const isOwnDue = due.some(({ office }) => office === loaded.office.id)
  if (due.length === 0)
    return ok(names.keys, {
      en: own.map((key) => keyText(key).en).join('; '),
      fr: own.map((key) => keyText(key).fr).join('; '),
    })
  return warning(
    names.keys,
    {
      en: due.map((key) => keyText(key).en).join('; '),
      fr: due.map((key) => keyText(key).fr).join('; '),
    },
    isOwnDue
      ? {
          en: 'Change it as the guide for administrators says, and send the others the new entry before you sign with the new key. Until then the present one goes on',
          fr: 'Remplacez-la comme le dit le guide d’administration, et envoyez la nouvelle inscription aux autres avant de signer avec la nouvelle clé. D’ici là, la clé actuelle continue de servir',
        }
      : {
          en: 'Remind that office, and put its new entry in place when it comes. Nothing stops by that day',
          fr: 'Rappelez-le à cet organisme, et mettez sa nouvelle inscription en place quand elle arrive. Rien ne s’arrête ce jour-là',
        },
  )
}

function driftCheck({ drift }: CheckOptions): Check {
  const { orders, unknown } = drift()
  const own = orders.filter((order) => order.own).length
  const [first] = unknown
  if (first !== undefined) {
    const which = unknown.map(({ order }) => order).join(', ')
    return failed(
      names.dates,
      {
        en: `nothing can be said of ${which}: ${first.problem.message}`,
        fr: `rien ne peut être dit de ${which} : ${first.problem.messageFr}`,
      },
      {
        en: 'Put the policy pack that governs them back into a folder named in packFolders',
        fr: 'Remettez dans un dossier nommé par packFolders l’ensemble de règles qui les régit',
      },
    )
  }
  if (orders.length === 0)
    return ok(names.dates, {
      en: 'none would be another one under the packs and zone data that are here',
      fr: 'aucune ne serait autre selon les règles et les données de fuseaux présentes',
    })
  const which = orders.map(({ order }) => order).join(', ')
  return warning(
    names.dates,
    {
      en: `those of ${which} would be other ones today`,
      fr: `celles de ${which} seraient autres aujourd’hui`,
    },
    own === 0
      ? {
          en: 'They are other offices\' orders: tell those offices, or look whether your packs are older. "concert drift" says what would differ',
          fr: 'Ce sont des ordonnances d’autres organismes : avertissez-les, ou voyez si vos règles sont plus anciennes. « concert drift » dit ce qui différerait',
        }
      : {
          en: 'See "concert drift", and approve each correction, or tell why not: nothing moves by itself',
          fr: 'Voyez « concert drift », et approuvez chaque rectification, ou dites pourquoi non : rien ne bouge de soi-même',
        },
  )
}

function clockCheck({ clock }: CheckOptions): Check {
  const { setting } = clock
  const now = clock.now()
  switch (setting.kind) {
    case 'real':
      return ok(names.clock, { en: `${now}, real time`, fr: `${now}, temps réel` })
    case 'stepped':
      return ok(names.clock, {
        en: `${now}, stands until it is stepped on`,
        fr: `${now}, arrêtée jusqu’au prochain pas`,
      })
    case 'compressed':
      return ok(names.clock, {
        en: `${now}, compressed ${setting.rate} times`,
        fr: `${now}, accélérée ${setting.rate} fois`,
      })
  }
}

function runtimeCheck({ zoneData }: CheckOptions): Check {
  const node = process.versions.node
  return ok(names.runtime, {
    en: `Node ${node}, zone data ${zoneData}`,
    fr: `Node ${node}, données de fuseaux ${zoneData}`,
  })
}

const names = {
  succession: { en: 'succession of the own ledger', fr: 'succession du registre de l’organisme' },
  broker: { en: 'own broker', fr: 'courtier de l’organisme' },
  disk: { en: 'disk', fr: 'disque' },
  ledger: { en: 'own ledger', fr: 'registre de l’organisme' },
  copy: { en: 'copy for readers', fr: 'copie pour les lecteurs' },
  readers: { en: 'readers', fr: 'lecteurs' },
  confirmed: { en: 'confirmed by others', fr: 'confirmé par d’autres' },
  temporal: { en: 'Temporal', fr: 'Temporal' },
  quarantine: { en: 'quarantine', fr: 'quarantaine' },
  packs: { en: 'policy packs', fr: 'ensembles de règles' },
  sharing: { en: 'sharing', fr: 'communication' },
  keys: { en: 'keys', fr: 'clés' },
  dates: { en: 'open dates', fr: 'échéances ouvertes' },
  clock: { en: 'legal clock', fr: 'horloge légale' },
  runtime: { en: 'runtime', fr: 'environnement' },
} as const satisfies Record<string, Text>

function ok(check: Text, found: Text): Check {
  return checkOf(check, 'ok', found)
}

function warning(check: Text, found: Text, advice: Text): Check {
  return checkOf(check, 'warning', found, advice)
}

function failed(check: Text, found: Text, advice: Text): Check {
  return checkOf(check, 'failed', found, advice)
}
