// What a worker can run: the exports' names are the workflow types.

export { matterLife } from './matter.ts'
export { notificationDelivery } from './notifications.ts'
export { orderLife } from './order.ts'
export { participationLife } from './participation.ts'
export { proposalLife } from './proposal.ts'
