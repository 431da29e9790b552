/** What the server says of forms, as it says it. */

/** A form that can be downloaded. `address`: the citizens' way to it, '' where the city has not said how it is reached. */
export interface FormFile {
  id: number
  name: string
  file: string
  size: number
  type: string
  address: string
}
/** `procedures`: those that need it. */
export interface Form extends FormFile {
  state: 'published' | 'replaced' | 'withdrawn'
  uploaded_by: string
  uploaded_by_name: string
  at: string
  ended_by_name: string
  ended: string | null
  procedures: { code: string; title: string }[]
}
/** `types`: the extensions that may be uploaded; `largest`: bytes; `most`: forms published at a time. */
export interface FormList {
  forms: Form[]
  types: string[]
  largest: number
  most: number
}
/** A form of a procedure, with the procedure's own words for it. */
export interface FormOfProcedure extends FormFile {
  entry: string
}

/** Where a signed-in person downloads a version. */
export const fileAddress = ({ id }: Pick<FormFile, 'id'>) => `/api/forms/${id}/file`
