// One act in a joint action that a person is about to do: with which fields, what command they make, and where it leads.

import type { JointId } from '../../../shared/kernel/ids.ts'
import type { PublicJointCommand } from '../../../shared/contract/joint.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Field, Values } from '../kit/fields.ts'
import type { Html } from '../kit/html.ts'

export type ActKind = PublicJointCommand['kind']
export type Input = Readonly<Record<string, unknown>>

/** What is asked for, what stands there before anybody typed, and the command that comes of it, without its kind and id. */
export interface ActForm {
  readonly fields: (values: Values | undefined) => readonly Field[]
  readonly initial: Readonly<Record<string, string | readonly string[]>>
  readonly finish: (input: Input) => Record<string, unknown>
}

export interface Act extends ActForm {
  readonly page: PageContext
  readonly kind: ActKind
  /** What it is called, and what it is done to. */
  readonly title: string
  readonly about: string
  readonly back: string
  readonly place: string
  /** A new one has its number from the form. */
  readonly jointOf: (input: Input) => string
  /** What is shown before it is signed, besides what was typed. */
  readonly besides?: Html | ''
  /** Why it would be refused as things stand, where it would. */
  readonly notYet: Html | undefined
}

/** Who leads a joint action writes into its proposal; who takes part, into its own part. */
export function partOf(kind: ActKind): 'proposal' | 'participation' {
  return ['propose', 'amend', 'postpone', 'clarify', 'go', 'cancel'].includes(kind)
    ? 'proposal'
    : 'participation'
}

export function jointPath(joint: JointId | string): string {
  const [office = '', number = ''] = joint.split(':')
  return `/joint/${encodeURIComponent(office)}/${encodeURIComponent(number)}`
}
