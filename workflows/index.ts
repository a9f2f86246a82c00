// What a worker can run: the exports' names are the workflow types.

export { matter } from './matter.ts'
export { order } from './order.ts'
