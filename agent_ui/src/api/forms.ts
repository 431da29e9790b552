/** What the server says of forms, as it says it. */
import type { Schema } from './schemas'

export type Form = Schema<'FormVersion'>
export type FormList = Schema<'FormList'>
export type FormOfProcedure = Schema<'FormOfProcedure'>

/** Where a signed-in person downloads a version. */
export const fileAddress = ({ id }: Pick<Form, 'id'>) => `/api/forms/${id}/file`
