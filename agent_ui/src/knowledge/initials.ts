/** Names found by the first letters of their pinyin. The rule: the server says how each sign may be read ("y xh" for 银行). */

/** Signs that begin another word of a name. */
const BETWEEN = /[与和及、（(]/

/** Whether what is typed stands in the name, or its letters are those of the name's signs, one after the other. */
export function finds(typed: string, name: string, letters = ''): boolean {
  const wanted = typed.trim().toLowerCase()
  return wanted === '' || name.toLowerCase().includes(wanted) || places(wanted, letters).length > 0
}

/** Whether one of the name's words begins with it. */
export function startsWord(typed: string, name: string, letters = ''): boolean {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '' || name.toLowerCase().startsWith(wanted)) return true
  return name.split(BETWEEN).some((word) => word.startsWith(wanted)) || places(wanted, letters).some((place) => place === 0 || BETWEEN.test(name[place - 1] ?? ''))
}

/** At which signs the letters begin. */
function places(wanted: string, letters: string): number[] {
  if (!/^[a-z0-9]+$/.test(wanted) || letters === '') return []
  const signs = letters.split(' ')
  const fits = (first: number) => [...wanted].every((letter, place) => signs[first + place]?.includes(letter))
  return signs.map((_, place) => place).filter(fits)
}
