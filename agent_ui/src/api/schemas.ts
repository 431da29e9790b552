/** The server's JSON by its names in the API's description (docs/api.md). The rule: no type of the server's is written by hand. */
import type { components } from './schema'

export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]
