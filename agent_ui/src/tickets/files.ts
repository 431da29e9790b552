/** What may be put to a ticket. The rule: the server judges; this only spares the way. */

export const TYPES = ['jpg', 'jpeg', 'png', 'pdf', 'docx', 'xlsx', 'mp3', 'wav', 'mp4', 'txt']
export const LARGEST = 20 * 1024 * 1024
export const MOST_FILES = 20

/** The key of what is wrong with a file that would be the next after so many; '' where nothing is. */
export function fileFault({ name, size }: Pick<File, 'name' | 'size'>, there: number): string {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? ''
  if (!TYPES.includes(ending)) return 'ticketFiles.wrongKind'
  if (size > LARGEST) return 'ticketFiles.tooLarge'
  if (size === 0) return 'ticketFiles.blank'
  return there >= MOST_FILES ? 'ticketFiles.tooMany' : ''
}
