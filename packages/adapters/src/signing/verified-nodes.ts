import type { NodeText } from './layout.ts'

/** How a node was found to be signed: by which key and signature, and by which steps from there to the root. */
export type Ground = { readonly publicKey: string; readonly signature: string; readonly path: string }

/**
 * Remembers nodes of trees whose signature was checked, the newest `max` to `2 * max` of them.
 *
 * A node counts as known on the very ground on which it was verified and on no other, although its hash would be good
 * under any: a copy whose memory is empty checks every step up to the signature, and must come to the same answer.
 */
export function createVerifiedNodes(max: number) {
  let young = new Map<NodeText, Ground>()
  let old = new Map<NodeText, Ground>()
  return {
    isKnown: (node: NodeText, { publicKey, signature, path }: Ground): boolean => {
      const known = young.get(node) ?? old.get(node)
      return known?.publicKey === publicKey && known.signature === signature && known.path === path
    },
    remember: (node: NodeText, ground: Ground): void => {
      if (young.size >= max) {
        old = young
        young = new Map()
      }
      young.set(node, ground)
    },
  }
}
