/** A department's own figures. The rule: they are reports, and told as such. */
import type { Schema } from './schemas'

export type OwnFigures = Schema<'OwnFigures'>
