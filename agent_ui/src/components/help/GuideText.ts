/** A guide's pieces as elements. The rule: only what the guides can hold is made, and never from HTML. */
import { h, type FunctionalComponent, type VNodeChild } from 'vue'
import { GUIDES, type GuideName, type Made, type Piece } from '@/help/guide'

interface Props {
  pieces: Piece[]
  /** Where a picture lies, '' for leaving it out. */
  picture: (file: string) => string
}

export const GuideText: FunctionalComponent<Props, { guide: (name: GuideName) => void }> = (props, { emit }) => {
  const made = (piece: Piece): VNodeChild => (typeof piece === 'string' ? piece : element(piece))
  const inside = (piece: Made) => piece.inside.map(made)

  function element(piece: Made): VNodeChild {
    switch (piece.tag) {
      case 'picture':
        return picture(piece)
      case 'guide':
        return h('button', { type: 'button', class: 'link', onClick: () => go(piece.to ?? '') }, inside(piece))
      case 'a':
        return h('a', { href: piece.to, target: '_blank', rel: 'noopener noreferrer' }, inside(piece))
      case 'quote':
        return h('blockquote', inside(piece))
      case 'table':
        return h('div', { class: 'wide' }, [h('table', { class: 'plain-table' }, inside(piece))])
      case 'th':
        return h('th', { scope: 'col' }, inside(piece))
      default:
        return h(piece.tag, inside(piece))
    }
  }

  function picture(piece: Made): VNodeChild {
    const src = props.picture(piece.to ?? '')
    return src === '' ? null : h('img', { src, alt: piece.inside.filter((one) => typeof one === 'string').join(''), loading: 'lazy' })
  }

  function go(name: string): void {
    const other = GUIDES.find((one) => one === name)
    if (other !== undefined) emit('guide', other)
  }

  return props.pieces.map(made)
}
GuideText.props = ['pieces', 'picture']
GuideText.emits = ['guide']
