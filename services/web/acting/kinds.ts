// Which commands people send: asked of the schemas that the API takes, so that a new one has a form or the compiler says so.

import {
  publicMatterCommandSchema,
  publicOrderCommandSchema,
} from '../../../shared/contract/commands.schema.ts'
import type {
  PublicMatterCommand,
  PublicOrderCommand,
} from '../../../shared/contract/office-api.ts'

export const orderKinds = publicOrderCommandSchema.options.map(
  (option) => option.shape.kind.value,
) as readonly PublicOrderCommand['kind'][]
export const matterKinds = publicMatterCommandSchema.options.map(
  (option) => option.shape.kind.value,
) as readonly PublicMatterCommand['kind'][]
