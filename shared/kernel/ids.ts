// Every id, subject and workflow id of Concert is built and parsed here, and nowhere else.

declare const brand: unique symbol
export type Brand<T, B extends string> = T & { readonly [brand]: B }

/** An office: `ca-bc-oipc`. Lower case, digits and single hyphens; it is a NATS token and a Temporal namespace. */
export type OfficeId = Brand<string, 'OfficeId'>
/** An order: `ca-bc-oipc:P21-08`, the office and its own number. */
export type OrderId = Brand<string, 'OrderId'>
/** A matter, the same word in every office: `clearview-ai`. */
export type MatterId = Brand<string, 'MatterId'>
/** A joint action: `ca-bc-oipc:J21-01`, the proposing office and its own number. */
export type JointId = Brand<string, 'JointId'>
/** A command's id, chosen by whoever sends it; the same id is the same command. */
export type CommandId = Brand<string, 'CommandId'>

/** What keeps a stream of events of its own: an order or a matter; joint actions and office records use the same form. */
export type AggregateKind = 'order' | 'matter' | 'joint' | 'office'
export const aggregateKinds: readonly AggregateKind[] = ['order', 'matter', 'joint', 'office']

/** One aggregate in one office's ledger; `id` is local to the office. */
export interface AggregateRef {
  readonly office: OfficeId
  readonly kind: AggregateKind
  readonly id: string
}

export const officeIdPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** A local id is one NATS subject token: no dot, space, star or angle bracket. */
export const localIdPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/
export const orderIdPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*:[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/
/** Without an underscore in the number, because it stands between the office and the number in other offices' ledgers. */
export const jointIdPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*:[A-Za-z0-9][A-Za-z0-9-]{0,23}$/
export const commandIdPattern = /^[A-Za-z0-9][A-Za-z0-9:._/-]{0,254}$/

const ledgerRoot = 'concert.v1'
const liveRoot = 'concert.live.v1'

/** The JetStream stream that holds an office's ledger, on the office's own broker. */
export const ledgerStream = 'LEDGER'
/** Its copy in the same broker, which answers readers, so that what they ask for holds up no command. To them it is the ledger. */
export const copyStream = 'READERS'

export function orderIdOf(office: OfficeId, number: string): OrderId {
  return `${office}:${number}` as OrderId
}

/** `ca-bc-oipc:P21-08` → the aggregate, or undefined if it is not an order id. */
export function parseOrderId(order: string): AggregateRef | undefined {
  if (!orderIdPattern.test(order)) return undefined
  const { office, number } = halvesOf(order as OrderId)
  return { office, kind: 'order', id: number }
}

/** Whose order or joint action it is: `ca-bc-oipc:P21-08` → `ca-bc-oipc`. */
export function officeIn(id: OrderId | JointId): OfficeId {
  return halvesOf(id).office
}

/** The number that its office gave it: `ca-bc-oipc:P21-08` → `P21-08`. */
export function numberIn(id: OrderId | JointId): string {
  return halvesOf(id).number
}

/** Both parts of an order's or a joint action's id, for addresses and short names; empty where the text is neither. */
export function partsOf(id: string): { readonly office: string; readonly number: string } {
  return id.includes(':') ? halvesOf(id as OrderId) : { office: '', number: '' }
}

function halvesOf(id: OrderId | JointId): { readonly office: OfficeId; readonly number: string } {
  const colon = id.indexOf(':')
  if (colon < 0) throw new RangeError(`${JSON.stringify(id)} is no order and no joint action`)
  return { office: id.slice(0, colon) as OfficeId, number: id.slice(colon + 1) }
}

/** The order an aggregate of kind `order` is. */
export function orderOf(ref: AggregateRef): OrderId {
  return orderIdOf(ref.office, ref.id)
}

export function jointIdOf(proposer: OfficeId, number: string): JointId {
  return `${proposer}:${number}` as JointId
}

/** The joint action of this text, or undefined if it is not the id of one. */
export function parseJointId(joint: string): JointId | undefined {
  return jointIdPattern.test(joint) ? (joint as JointId) : undefined
}

/** The proposal of a joint action, in its proposer's ledger: `…joint.J21-01`. */
export function proposalRef(joint: JointId): AggregateRef {
  return { office: officeIn(joint), kind: 'joint', id: numberIn(joint) }
}

/** An office's part in a joint action, in that office's own ledger (the proposer's as well): `…joint.ca-bc-oipc_J21-01`. */
export function participationRef(joint: JointId, office: OfficeId): AggregateRef {
  return { office, kind: 'joint', id: joint.replace(':', '_') }
}

/** What an aggregate of kind `joint` is, or undefined where its id is neither a number nor `<office>_<number>`. */
export function parseJointRef({
  office,
  id,
}: Pick<AggregateRef, 'office' | 'id'>):
  { readonly joint: JointId; readonly part: 'proposal' | 'participation' } | undefined {
  const [first, number, ...more] = id.split('_')
  const joint = number === undefined ? `${office}:${first}` : `${first}:${number}`
  if (more.length > 0 || !jointIdPattern.test(joint)) return undefined
  return { joint: joint as JointId, part: number === undefined ? 'proposal' : 'participation' }
}

/** Subject of an aggregate's events in the ledger: `concert.v1.ca-bc-oipc.order.P21-08`. */
export function subjectOf(ref: AggregateRef): string {
  return `${ledgerRoot}.${ref.office}.${ref.kind}.${ref.id}`
}

/** Subject the broker republishes stored events on, for followers. */
export function liveSubjectOf(office: OfficeId): string {
  return `${liveRoot}.${office}.>`
}

/** What an office of this role may have in its ledger: no order without order power. */
export function kindsOf(role: 'commissioner' | 'observer'): readonly AggregateKind[] {
  return role === 'commissioner'
    ? aggregateKinds
    : aggregateKinds.filter((kind) => kind !== 'order')
}

/** The stream with what an office shows of logs: its own head, and what it says about others'. The latest of each, in memory: the office has them on its disk. */
export const headsStream = 'HEADS'
const headsRoot = 'concert.heads.v1'

/** Where an office shows its own head, or what it says about another's: `concert.heads.v1.ca-bc-oipc.ca-ab-oipc`. */
export function headSubjectOf(office: OfficeId, about: OfficeId): string {
  return `${headsRoot}.${office}.${about}`
}

/** All that an office shows of logs. */
export function headSubjects(office: OfficeId): string {
  return `${headsRoot}.${office}.*`
}

/** The two requests a reader may send. */
export const directGetSubject = `$JS.API.DIRECT.GET.${ledgerStream}`
export const headsGetSubject = `$JS.API.DIRECT.GET.${headsStream}`
/** The copy stands in an account of its own: within the ledger's it would answer for the ledger, to the office too. */
export const copyApi = {
  /** By which the office reaches it, in place of `$JS.API`. */
  prefix: 'concert.copy',
  create: `STREAM.CREATE.${copyStream}`,
  info: `STREAM.INFO.${copyStream}`,
  delete: `STREAM.DELETE.${copyStream}`,
  get: `DIRECT.GET.${copyStream}`,
} as const
/** By which the copy reaches the ledger in place of `$JS.API`, and where it is given what it follows. */
export const copied = { api: 'concert.copied.api', deliver: 'concert.copied.entries' } as const
/** Each reader of a ledger has an account of its own on that broker. */
export const readerAccountOf = (office: OfficeId): string => `${readerAccountPrefix}${office}`
export const readerAccountPrefix = 'READER_'
/** What an office asks its own broker about its readers: what each took, which connections it has, which one to cut, and which begins. */
export const readersApi = {
  taken: { system: '$SYS.REQ.ACCOUNT.PING.STATZ', own: 'concert.readers.taken' },
  connections: { system: '$SYS.REQ.SERVER.PING.CONNZ', own: 'concert.readers.connections' },
  cut: { system: '$SYS.REQ.SERVER.*.KICK', own: 'concert.readers.cut.*' },
  begun: { system: '$SYS.ACCOUNT.*.CONNECT', prefix: 'concert.readers.begun' },
} as const
/** What an office asks its own broker besides. */
export const streamApi = {
  create: `$JS.API.STREAM.CREATE.${ledgerStream}`,
  info: `$JS.API.STREAM.INFO.${ledgerStream}`,
  createHeads: `$JS.API.STREAM.CREATE.${headsStream}`,
} as const

/** Where answers to an office's requests come: apart from every other office's. */
export function inboxPrefixOf(office: OfficeId): string {
  return `_INBOX.${office}`
}

/** All ledger subjects of one office, or of one kind of aggregate of it. */
export function ledgerSubjects(office: OfficeId, kind?: AggregateKind): string {
  return kind === undefined ? `${ledgerRoot}.${office}.>` : `${ledgerRoot}.${office}.${kind}.*`
}

/** The aggregate a ledger subject names (live or stored), or undefined for a foreign subject. */
export function parseSubject(subject: string): AggregateRef | undefined {
  const rest = subject.startsWith(`${liveRoot}.`)
    ? subject.slice(liveRoot.length + 1)
    : subject.startsWith(`${ledgerRoot}.`)
      ? subject.slice(ledgerRoot.length + 1)
      : undefined
  if (rest === undefined) return undefined
  const [office, kind, id, ...more] = rest.split('.')
  if (office === undefined || kind === undefined || id === undefined || more.length > 0)
    return undefined
  if (!officeIdPattern.test(office) || !localIdPattern.test(id)) return undefined
  if (!aggregateKinds.includes(kind as AggregateKind)) return undefined
  return { office: office as OfficeId, kind: kind as AggregateKind, id }
}

/** Temporal workflow id of an aggregate: `order/ca-bc-oipc/P21-08`. */
export function workflowIdOf(ref: AggregateRef): string {
  return `${ref.kind}/${ref.office}/${ref.id}`
}

export function parseWorkflowId(workflowId: string): AggregateRef | undefined {
  const [kind, office, id, ...more] = workflowId.split('/')
  if (kind === undefined || office === undefined || id === undefined || more.length > 0)
    return undefined
  return parseSubject(`${ledgerRoot}.${office}.${kind}.${id}`)
}

/** One task queue per office, in the office's own namespace. */
export function taskQueueOf(office: OfficeId): string {
  return `concert-${office}`
}

/** CloudEvents `source` of an office. */
export function sourceOf(office: OfficeId): string {
  return `urn:concert:office:${office}`
}

/** CloudEvents `id`: unique for ever, because the epoch is new whenever a stream is created anew. */
export function eventIdOf(ref: AggregateRef, epoch: string, version: number): string {
  return `${ref.office}/${epoch}/${ref.kind}/${ref.id}/${version}`
}
