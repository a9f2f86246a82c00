// The configuration of one office's broker, generated from the office directory: who may do what, and nothing besides.
// Each reader lives in an account of its own: within one account, a reader could name an event subject as the reply of its read request, and the broker would write there for it.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { slotKey } from '../../services/adapters/ledger/slot-keys.ts'
import type { Directory, OfficeEntry } from '../../shared/office/directory.schema.ts'
import {
  copied,
  copyApi,
  directGetSubject,
  headsGetSubject,
  headSubjects,
  inboxPrefixOf,
  kindsOf,
  ledgerStream,
  ledgerSubjects,
  liveSubjectOf,
  readerAccountOf,
  readersApi,
  streamApi,
} from '../../shared/kernel/ids.ts'
import { brokerLimits, maxEventBytes, maxEventHeaderBytes } from '../../shared/kernel/limits.ts'

export interface BrokerConfigInput {
  readonly directory: Directory
  readonly office: OfficeEntry
  /** Where JetStream keeps the ledger. */
  readonly storeDir: string
  readonly port: number
  /** The seed of the office's own broker key. Without it a barred reader is cut each time it comes back, but its place is not taken. */
  readonly seed?: Uint8Array | undefined
  /** Loopback unless said otherwise: a broker that peers reach listens on a named address, behind TLS. */
  readonly host?: string
  /** PEM files. `clients`: whoever connects shows a certificate of these authorities, before its key is asked for. */
  readonly tls?: {
    readonly certificate: string
    readonly key: string
    readonly clients?: string
  }
}

/** The text of a nats-server configuration file. */
export function brokerConfig(input: BrokerConfigInput): string {
  const { directory, office, storeDir, port, seed, host = '127.0.0.1', tls } = input
  const live = [liveSubjectOf(office.id), headSubjects(office.id)]
  const publish = [
    ...kindsOf(office.role).map((kind) => ledgerSubjects(office.id, kind)),
    streamApi.create,
    streamApi.info,
    streamApi.createHeads,
    directGetSubject,
    headsGetSubject,
    headSubjects(office.id),
    ...copyRequests.map((request) => `${copyApi.prefix}.${request}`),
    ...readersRequests.map(({ own }) => own),
  ]
  const readers = directory.offices.filter((reader) => reader.id !== office.id)
  const accounts = readers.map((reader) => quote(accountOf(reader))).join(', ')
  return `# Generated from the office directory; edit that and generate again.
server_name: ${quote(office.id)}
host: ${quote(host)}
port: ${port}
max_payload: ${maxEventBytes + maxEventHeaderBytes}
jetstream {
  store_dir: ${quote(path.resolve(storeDir))}
  # An acknowledged event is on the disk.
  sync_interval: always
  max_memory_store: ${brokerLimits.memoryStoreBytes}
  # Said, not taken from what was free at the start: a disk that was full then may be used again when there is room.
  max_file_store: ${brokerLimits.fileStoreBytes}
}
${serverLimits(readers.length)}${tls === undefined ? '' : `\n${tlsBlock(tls)}`}
system_account: SYS
accounts {
${systemAccount}
  LEDGER {
    jetstream: enabled
    limits: { max_connections: ${brokerLimits.ownConnections} }
    users: [
${user(office, publish, [...live, `${begun.prefix}.>`])}
    ]
    exports: [
      { service: ${quote(headsGetSubject)}, response_type: stream, accounts: [${accounts}] }
${live.map((subject) => `      { stream: ${quote(subject)}, accounts: [${accounts}] }`).join('\n')}
      { service: ${quote(follow)}, accounts: [COPY] }
      { service: "$JS.FC.>", accounts: [COPY] }
      { stream: ${quote(`${copied.deliver}.>`)}, accounts: [COPY] }
    ]
    imports: [
${readersRequests.map(({ system, own }) => `      { service: { account: SYS, subject: ${quote(system)} }, to: ${quote(own)} }`).join('\n')}
      { stream: { account: SYS, subject: ${quote(begun.system)} }, prefix: ${quote(begun.prefix)} }
${copyRequests.map((request) => `      { service: { account: COPY, subject: ${quote(`$JS.API.${request}`)} }, to: ${quote(`${copyApi.prefix}.${request}`)} }`).join('\n')}
    ]
  }
${copyAccount(accounts)}
${readers.map((reader) => readerAccount(reader, live, seed)).join('\n')}
}
`
}

/** TLS from the first byte: a server that greets in clear first can be made to go on in clear by whoever stands between. */
function tlsBlock({ certificate, key, clients }: NonNullable<BrokerConfigInput['tls']>): string {
  const file = (name: string) => quote(path.resolve(name))
  return `tls {
  cert_file: ${file(certificate)}
  key_file: ${file(key)}
  handshake_first: true
${clients === undefined ? '' : `  ca_file: ${file(clients)}\n  verify: true\n`}}`
}

/** What the whole server bears. A client that does not take what it asked for is cut, and nobody waits for it. */
function serverLimits(readers: number): string {
  const { ownConnections, readerConnections, subscriptions, pendingBytes } = brokerLimits
  return `max_connections: ${ownConnections + readers * readerConnections}
max_subscriptions: ${subscriptions}
max_pending: ${pendingBytes}
write_deadline: "${brokerLimits.writeSeconds}s"
# Acknowledgements leave by the same way as what readers asked for: whoever does not take it must not hold them up.
no_fast_producer_stall: true`
}

/**
 * The copy of the ledger, which answers readers. It follows the ledger and can do nothing to it; its office makes it and looks at it.
 * Nobody signs in here.
 */
function copyAccount(readers: string): string {
  const administered = [copyApi.create, copyApi.info, copyApi.delete]
  return `  COPY {
    jetstream: enabled
    exports: [
${administered.map((request) => `      { service: ${quote(`$JS.API.${request}`)}, accounts: [LEDGER] }`).join('\n')}
      { service: ${quote(copyGetSubject)}, response_type: stream, accounts: [${['LEDGER', readers].filter((each) => each !== '').join(', ')}] }
    ]
    imports: [
      { service: { account: LEDGER, subject: ${quote(follow)} }, to: ${quote(follow.replace('$JS.API', copied.api))} }
      { service: { account: LEDGER, subject: "$JS.FC.>" } }
      { stream: { account: LEDGER, subject: ${quote(`${copied.deliver}.>`)} } }
    ]
  }`
}

/** Each reader in an account of its own, so that what one of them takes is not taken from another. With `seed` the office can take its connections while it is barred. */
function readerAccount(reader: OfficeEntry, live: readonly string[], seed?: Uint8Array): string {
  const { readerConnections, subscriptions } = brokerLimits
  return `  ${quote(accountOf(reader))} {
    limits: { max_connections: ${readerConnections}, max_subscriptions: ${readerConnections * subscriptions} }
    users: [
${user(reader, [directGetSubject, headsGetSubject], live)}
${seed === undefined ? '' : `      { nkey: ${slotKey(seed, reader.id)}, permissions: { publish: { deny: ">" }, subscribe: { deny: ">" } } }\n`}    ]
    imports: [
      { service: { account: COPY, subject: ${quote(copyGetSubject)} }, to: ${quote(directGetSubject)} }
      { service: { account: LEDGER, subject: ${quote(headsGetSubject)} } }
${live.map((subject) => `      { stream: { account: LEDGER, subject: ${quote(subject)} } }`).join('\n')}
    ]
  }`
}

const accountOf = ({ id }: OfficeEntry) => readerAccountOf(id)

/** Writes it where only the owner may change it. */
export function writeBrokerConfig(file: string, input: BrokerConfigInput): void {
  mkdirSync(path.dirname(file), { recursive: true })
  mkdirSync(input.storeDir, { recursive: true })
  writeFileSync(file, brokerConfig(input), { mode: 0o600 })
}

function user(who: OfficeEntry, publish: readonly string[], live: readonly string[]): string {
  const subscribe = [`${inboxPrefixOf(who.id)}.>`, ...live]
  return `      # ${who.id}
      { nkey: ${who.broker.publicKey}, permissions: { publish: { allow: [${publish.map(quote).join(', ')}] }, subscribe: { allow: [${subscribe.map(quote).join(', ')}] } } }`
}

/** What an office asks of the copy of its ledger. */
const copyRequests = [copyApi.create, copyApi.info, copyApi.delete, copyApi.get]
/** What a reader that asks for the ledger is answered by. */
const copyGetSubject = `$JS.API.${copyApi.get}`
/** What the copy asks of the ledger: to be given what is stored. */
const follow = `$JS.API.CONSUMER.CREATE.${ledgerStream}`

const quote = (text: string) => JSON.stringify(text)

/** How an office sees what its readers take, and cuts one that takes too much. */
const readersRequests = [readersApi.taken, readersApi.connections, readersApi.cut]
const { begun } = readersApi

/** What the broker knows of itself. Nobody signs in here, and only the office may ask. */
const systemAccount = `  SYS {
    exports: [
${readersRequests.map(({ system }) => `      { service: ${quote(system)}, accounts: [LEDGER] }`).join('\n')}
      { stream: ${quote(begun.system)}, accounts: [LEDGER] }
    ]
  }`
