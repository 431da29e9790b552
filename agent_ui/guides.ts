/**
 * The guides of docs/guide, made into modules for the help while the consoles are built. The rule: what the help cannot
 * show ends the build, and a name on a button in the traditional text is the one that the traditional console has.
 */
import { readFileSync } from 'node:fs'
import { marked, type Token, type Tokens } from 'marked'
import { Converter } from 'opencc-js/cn2t'
import type { Plugin } from 'vite'
import type { Guide, Made, Piece, Section, Tag } from './src/help/guide.ts'

const FILE = /\/docs\/guide\/[a-z]+\.(?:zh-CN|en)\.md$/
const OTHER = /^([a-z]+)\.(?:zh-CN|en)\.md$/
const PICTURE = /^\.\.\/pictures\/guide\/([\w-]+\.png)$/
const SCREENS = /^<!--\s*screen:\s*([\w/ -]+?)\s*-->\s*$/
const PLAIN: Record<string, Tag> = { paragraph: 'p', strong: 'strong', em: 'em', blockquote: 'quote', list_item: 'li' }
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** The guides as modules: `agent.en.md`, `agent.zh-CN.md`, and `agent.zh-CN.md?traditional`. */
export function guides(): Plugin {
  return {
    name: 'hotline-guides',
    enforce: 'pre',
    load(id) {
      const [path = '', query] = id.split('?')
      if (!FILE.test(path)) return null
      this.addWatchFile(path)
      const text = readFileSync(path, 'utf8')
      return `export default ${JSON.stringify(readGuide(query === undefined ? text : traditional(text, locale('zh-CN'), locale('zh-TW'))))}`
    },
  }
}

/** What a guide's Markdown says. Throws Error for what the help could not show. */
export function readGuide(text: string): Guide {
  const guide: Guide = { title: '', sections: [] }
  let section: Section | undefined
  for (const token of marked.lexer(text)) {
    if (token.type === 'heading' && token.depth === 1) guide.title = token.text
    else if (token.type === 'heading') {
      section = { level: token.depth, title: token.text, screens: [], body: [] }
      guide.sections.push(section)
    } else if (token.type === 'html') section?.screens.push(...screensOf(token.text))
    else section?.body.push(...made(token))
  }
  return guide
}

function screensOf(comment: string): string[] {
  const said = SCREENS.exec(comment.trim())?.[1]
  if (said === undefined) throw new Error(`no HTML in a guide: ${comment}`)
  return said.split(/\s+/)
}

const all = (tokens: Token[] = []): Piece[] => tokens.flatMap(made)
const plain = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (one) => ENTITIES[one] ?? one)

function made(token: Token): Piece[] {
  const element = (tag: Tag, inside: Piece[], to?: string): Made[] => [to === undefined ? { tag, inside } : { tag, inside, to }]
  const tag = PLAIN[token.type]
  if (tag !== undefined) return element(tag, all((token as Tokens.Paragraph).tokens))
  switch (token.type) {
    case 'space':
      return []
    case 'text':
      return token.tokens ? all(token.tokens) : [plain(token.text)]
    case 'escape':
      return [plain(token.text)]
    case 'codespan':
      return element('code', [plain(token.text)])
    case 'code':
      return element('pre', [token.text])
    case 'br':
      return element('br', [])
    case 'list':
      return element(token.ordered ? 'ol' : 'ul', all(token.items))
    case 'table':
      return table(token as Tokens.Table)
    case 'link':
      return linked(token as Tokens.Link)
    case 'image':
      return element('picture', [plain(token.text)], pictureOf(token.href))
    default:
      throw new Error(`a guide cannot have this: ${token.type}: ${token.raw}`)
  }
}

function table({ header, rows }: Tokens.Table): Piece[] {
  const row = (cells: Tokens.TableCell[], tag: Tag): Piece => ({ tag: 'tr', inside: cells.map((cell) => ({ tag, inside: all(cell.tokens) })) })
  const body: Piece = { tag: 'tbody', inside: rows.map((cells) => row(cells, 'td')) }
  return [{ tag: 'table', inside: [{ tag: 'thead', inside: [row(header, 'th')] }, body] }]
}

/** To another guide, or out; what lies beside the guides on the developers' shelf is not served, and stays text. */
function linked({ href, tokens }: Tokens.Link): Piece[] {
  const other = OTHER.exec(href)?.[1]
  if (other !== undefined) return [{ tag: 'guide', inside: all(tokens), to: other }]
  return /^https:\/\//.test(href) ? [{ tag: 'a', inside: all(tokens), to: href }] : all(tokens)
}

function pictureOf(href: string): string {
  const file = PICTURE.exec(href)?.[1]
  if (file === undefined) throw new Error(`a picture of a guide lies in docs/pictures/guide: ${href}`)
  return file
}

function* pairs(one: object, other: object): Generator<[string, string]> {
  for (const [key, text] of Object.entries(one)) {
    const there: unknown = (other as Record<string, unknown>)[key]
    if (typeof text === 'string' && typeof there === 'string') yield [text, there]
    else if (typeof text === 'object') yield* pairs(text as object, there as object)
  }
}

const locale = (language: string): object => JSON.parse(readFileSync(new URL(`./src/locales/${language}.json`, import.meta.url), 'utf8')) as object

/** The traditional text. Names in 「」 are looked up in the two consoles' texts, all else is converted. */
export function traditional(text: string, simplified: object, there: object): string {
  const names = new Map([...pairs(simplified, there)])
  const converted = Converter({ from: 'cn', to: 'twp' })
  return text
    .split(/(「[^」]*」)/)
    .map((part) => (part.startsWith('「') ? `「${names.get(part.slice(1, -1)) ?? converted(part.slice(1, -1))}」` : converted(part)))
    .join('')
}
