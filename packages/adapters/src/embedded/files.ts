import { lchown, lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Makes names created, renamed or removed in the folder last through a loss of power. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

/** The same for a whole tree and what its files hold. */
export const syncTree = async (path: string): Promise<void> => {
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await syncFolder(join(entry.parentPath, entry.name))
  }
  await syncFolder(path)
}

/** Gives the tree to `owner`; its root last, so that an interrupted run starts over. Follows no links. */
export const giveTo = async (path: string, owner: { uid: number; gid: number }): Promise<void> => {
  const root = await lstat(path)
  if (root.uid === owner.uid && root.gid === owner.gid) return
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid)
  }
  await lchown(path, owner.uid, owner.gid)
}
