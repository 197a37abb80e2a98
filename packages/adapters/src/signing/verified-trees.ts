import type { NodeText } from './layout.ts'

/** What is known of one signed tree: nodes of it, each with the steps of a proof from there to the root. */
export type VerifiedTree = { readonly publicKey: string; readonly nodes: Map<NodeText, string> }

/**
 * Remembers nodes of trees whose signature was checked: the newest `max`, and at most as many again and two trees.
 *
 * A node counts as known under the very key and signature, and by the very steps, by which it was verified. Under any
 * others its hash would be as good; but a copy that remembers nothing checks every step up to the signature, and must
 * come to the same answer.
 */
export function createVerifiedTrees(max: number) {
  let young = new Map<string, VerifiedTree>()
  let old = new Map<string, VerifiedTree>()
  let count = 0

  /** The tree that this key signed so, as far as it is known. */
  function find(publicKey: string, signature: string): VerifiedTree | undefined {
    const tree = young.get(signature) ?? old.get(signature)
    return tree?.publicKey === publicKey ? tree : undefined
  }

  /** Adds a node of a tree; what was remembered longest ago is forgotten for it. */
  function remember(publicKey: string, signature: string, node: NodeText, steps: string): void {
    if (count >= max) {
      old = young
      young = new Map()
      count = 0
    }
    let tree = find(publicKey, signature)
    if (tree === undefined || !young.has(signature)) {
      tree ??= { publicKey, nodes: new Map() }
      young.set(signature, tree)
      count += tree.nodes.size
    }
    tree.nodes.set(node, steps)
    count += 1
  }

  return { find, remember }
}
