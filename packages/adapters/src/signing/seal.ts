import type { NodeText } from './layout.ts'
import { hashNode } from './layout.ts'

/*
 * `matchday-signature` is base64url of the 64 bytes, 86 characters. `matchday-proof` is the path from leaf to root, one
 * step a level, lowest first and without separators: `l` or `r`, the side on which the other node is, then base64url of
 * that node, 43 characters. Empty where the leaf is the root. A level where a node moves up by itself has no step.
 * Both have one spelling: unused bits are zero, there is no padding, and nothing may come before or after.
 */

/** Levels above the leaves, and so steps of a proof, at most. */
export const levelsMax = 16
/** The most records that one signature covers. */
export const treeMax = 2 ** levelsMax
/** Characters of one step of a proof. */
export const stepLength = 44
/** Characters of a whole proof at most: 704. */
export const proofLengthMax = levelsMax * stepLength

const signaturePattern = /^[A-Za-z0-9_-]{85}[AQgw]$/
const stepPattern = /[lr][A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]/y

export const isSignature = (text: string): boolean => signaturePattern.test(text)

/** Whether a step of a proof begins at `at`. */
export function isStep(proof: string, at: number): boolean {
  stepPattern.lastIndex = at
  return stepPattern.test(proof)
}

/** The node one level above, by the step of a proof that begins at `at`. */
export function climb(node: NodeText, proof: string, at: number): NodeText {
  const other = proof.slice(at + 1, at + stepLength)
  return proof[at] === 'l' ? hashNode(other, node) : hashNode(node, other)
}

export type Tree = { readonly root: NodeText; readonly proofs: readonly string[] }

/**
 * The root over leaves, and the proof of each.
 * @throws RangeError for no leaf, or more than {@link treeMax}
 */
export function growTree(leaves: readonly NodeText[]): Tree {
  if (leaves.length < 1 || leaves.length > treeMax) throw new RangeError(`a tree has 1 to ${treeMax} leaves`)
  const proofs = leaves.map(() => '')
  let level = leaves
  for (let width = 1; level.length > 1; width *= 2) {
    const above: NodeText[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at] ?? '', level[at + 1]]
      above.push(right === undefined ? left : hashNode(left, right))
      if (right === undefined) continue
      extend(proofs, at * width, width, `r${right}`)
      extend(proofs, (at + 1) * width, width, `l${left}`)
    }
    level = above
  }
  return { root: level[0] ?? '', proofs }
}

/** The same step for each of the leaves under one node. */
function extend(proofs: string[], from: number, width: number, step: string): void {
  const end = Math.min(from + width, proofs.length)
  for (let leaf = from; leaf < end; leaf += 1) proofs[leaf] += step
}
