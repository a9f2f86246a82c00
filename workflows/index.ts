// What a worker can run: the exports' names are the workflow types.

export { jointParticipation } from './joint-participation.ts'
export { jointProposal } from './joint-proposal.ts'
export { matter } from './matter.ts'
export { order } from './order.ts'
