import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aggregateKinds,
  jointIdOf,
  jointIdPattern,
  localIdPattern,
  numberIn,
  officeIdPattern,
  officeIn,
  orderIdOf,
  parseJointId,
  parseJointRef,
  participationRef,
  proposalRef,
  parseOrderId,
  parseSubject,
  parseWorkflowId,
  subjectOf,
  workflowIdOf,
  type AggregateRef,
  type JointId,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'

const ref: fc.Arbitrary<AggregateRef> = fc.record({
  office: fc.stringMatching(officeIdPattern).map((id) => id as OfficeId),
  kind: fc.constantFrom(...aggregateKinds),
  id: fc.stringMatching(localIdPattern),
})

describe('ids round trip', () => {
  it('subject, live subject, workflow id and order id give back what they were made of', () => {
    fc.assert(
      fc.property(ref, (each) => {
        expect(parseSubject(subjectOf(each))).toEqual(each)
        expect(parseSubject(subjectOf(each).replace('concert.v1.', 'concert.live.v1.'))).toEqual(
          each,
        )
        expect(parseWorkflowId(workflowIdOf(each))).toEqual(each)
        expect(parseOrderId(orderIdOf(each.office, each.id))).toEqual({ ...each, kind: 'order' })
      }),
    )
  })
  it('an order or joint action is its office and its number, and nothing else', () => {
    fc.assert(
      fc.property(ref, ({ office, id }) => {
        expect(officeIn(orderIdOf(office, id))).toBe(office)
        expect(numberIn(orderIdOf(office, id))).toBe(id)
      }),
    )
    expect(() => numberIn('P21-08' as JointId)).toThrow(RangeError)
  })
  it('a proposal and every part in it lead back to the joint action', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(jointIdPattern).map((id) => id as JointId),
        ref,
        (joint, { office }) => {
          expect(jointIdOf(officeIn(joint), numberIn(joint))).toBe(joint)
          expect(parseJointId(joint)).toBe(joint)
          expect(parseJointRef(proposalRef(joint))).toEqual({ joint, part: 'proposal' })
          expect(parseJointRef(participationRef(joint, office))).toEqual({
            joint,
            part: 'participation',
          })
        },
      ),
    )
  })
  it.each(['ca-bc-oipc', 'ca-bc-oipc:', 'ca-bc-oipc:J_1', `ca-bc-oipc:${'J'.repeat(25)}`])(
    'refuses the joint action %j',
    (joint) => {
      expect(parseJointId(joint)).toBeUndefined()
    },
  )
  it.each([
    'concert.v1.ca-bc-oipc.order',
    'concert.v1.ca-bc-oipc.order.P1.x',
    'concert.v2.ca-bc-oipc.order.P1',
    'concert.v1.CA.order.P1',
    'concert.v1.ca.rumour.P1',
    '$JS.API.INFO',
    '',
  ])('refuses the foreign subject %j', (subject) => {
    expect(parseSubject(subject)).toBeUndefined()
  })
  it.each([
    'ca-bc-oipc',
    'ca-bc-oipc:',
    ':P1',
    'ca-bc-oipc:P 1',
    'ca-bc-oipc:P.1',
    'ca-bc-oipc:P1:2',
  ])('refuses the order id %j', (order) => {
    expect(parseOrderId(order)).toBeUndefined()
  })
})
