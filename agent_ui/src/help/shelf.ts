/** The guides in each language, each loaded when it is read. The rule: traditional text is made from the simplified one. */
import type { Guide, GuideName } from './guide'

type Load = () => Promise<Guide>
const EN = import.meta.glob<Guide>('../../../docs/guide/*.en.md', { import: 'default' })
const CN = import.meta.glob<Guide>('../../../docs/guide/*.zh-CN.md', { import: 'default' })
const TW = import.meta.glob<Guide>('../../../docs/guide/*.zh-CN.md', { import: 'default', query: '?traditional' })
const PICTURES = import.meta.glob<string>('../../../docs/pictures/guide/*.png', { import: 'default', query: '?url', eager: true })
const FOLDER = '../../../docs'

/** Raises Error where there is none, or it cannot be loaded now. */
export async function read(name: GuideName, language: string): Promise<Guide> {
  const [from, suffix]: [Record<string, Load>, string] = language === 'en' ? [EN, 'en'] : [language === 'zh-TW' ? TW : CN, 'zh-CN']
  const load = from[`${FOLDER}/guide/${name}.${suffix}.md`]
  if (load === undefined) throw new Error(`there is no guide ${name}`)
  return load()
}

/** The address of a guide's picture, '' where it is not there. */
export const pictureAt = (file: string) => PICTURES[`${FOLDER}/pictures/guide/${file}`] ?? ''
