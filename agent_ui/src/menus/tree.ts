/** A voice menu as a tree. The rule: each node is drawn once, where it is reached by the fewest steps; elsewhere stands a pointer to it. */
import type { Menu, MenuNode } from '@/api/menus'

/** A place in the tree. `label`: the key or way that leads here; `again`: a pointer to a node that is drawn elsewhere. */
export interface Branch {
  node: MenuNode
  label: string
  again: boolean
  children: Branch[]
}
/** A tree, and by which entry a call comes in; '' for what only key 0 reaches. */
export interface Root {
  entry: string
  branch: Branch
}

interface Step {
  from: string
  to: string
  label: string
}

/** The trees of a menu, one for each entry that reaches something new; quiet ways are not followed. */
export function plant(menu: Menu): Root[] {
  const nodes = new Map(menu.nodes.map((node) => [node.name, node]))
  const ways = waysOf(menu)
  const owners = new Map<string, Step>()
  const starts: Step[] = menu.entries.map(({ name, node }) => ({ from: '', to: node, label: name }))
  const rest: Step[] = menu.nodes.map(({ name }) => ({ from: '', to: name, label: '' }))
  const firsts = [...starts, ...rest].filter((start) => spread(start, ways, owners))

  function grow(step: Step): Branch[] {
    const node = nodes.get(step.to)
    if (node === undefined) return []
    const again = owners.get(step.to) !== step
    const children = again ? [] : (ways.get(step.to) ?? []).flatMap(grow)
    return [{ node, label: step.from === '' ? '' : step.label, again, children }]
  }
  return firsts.flatMap((start) => grow(start).map((branch) => ({ entry: start.label, branch })))
}

function waysOf(menu: Menu): Map<string, Step[]> {
  const ways = new Map<string, Step[]>()
  for (const { from, to, label, quiet } of menu.edges) {
    if (!quiet) ways.set(from, [...(ways.get(from) ?? []), { from, to, label }])
  }
  return ways
}

/** Take every node that nobody has yet, nearest first; whether there was any. */
function spread(start: Step, ways: Map<string, Step[]>, owners: Map<string, Step>): boolean {
  const before = owners.size
  const line = [start]
  for (let step = line.shift(); step !== undefined; step = line.shift()) {
    if (owners.has(step.to)) continue
    owners.set(step.to, step)
    line.push(...(ways.get(step.to) ?? []))
  }
  return owners.size > before
}

/** Every branch, depth first. */
export function everything(roots: Root[]): Branch[] {
  const below = (branch: Branch): Branch[] => [branch, ...branch.children.flatMap(below)]
  return roots.flatMap(({ branch }) => below(branch))
}

/** How many nodes hang below a branch; pointers do not count. */
export function size(branch: Branch): number {
  return branch.children.reduce((sum, child) => sum + (child.again ? 0 : 1 + size(child)), 0)
}

/** What is open at first: the way in to each first question, and its choices. */
export function openAtFirst(roots: Root[]): Set<string> {
  const open = new Set<string>()
  const walk = (branch: Branch): void => {
    if (branch.again || branch.children.length === 0) return
    open.add(branch.node.name)
    if (!branch.node.asks) branch.children.forEach(walk)
  }
  roots.slice(0, 1).forEach(({ branch }) => walk(branch))
  return open
}

/** The names of the nodes that must be open for this one to be in sight. */
export function wayTo(roots: Root[], name: string): string[] {
  const find = (branch: Branch): string[] | null => {
    if (branch.again) return null
    if (branch.node.name === name) return []
    for (const child of branch.children) {
      const found = find(child)
      if (found !== null) return [branch.node.name, ...found]
    }
    return null
  }
  for (const { branch } of roots) {
    const found = find(branch)
    if (found !== null) return found
  }
  return []
}
