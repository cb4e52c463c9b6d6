import { runProcess } from '../../../server/process.ts'
import { type Disk, type DiskFile, nodeDisk } from '../../../server/storage/lowdb/files/disk.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'

/** The whole server on a disk that never syncs: what durability costs. A switch of this benchmark alone. */
const unsyncedFile = (file: DiskFile): DiskFile => ({
  write: (bytes) => file.write(bytes),
  sync: async () => {},
  close: () => file.close(),
})

const unsyncedDisk: Disk = {
  ...nodeDisk,
  create: async (path) => unsyncedFile(await nodeDisk.create(path)),
  append: async (path) => unsyncedFile(await nodeDisk.append(path)),
  syncFolder: async () => {},
}

await runProcess(process.env, ({ dataDirectory }, log) =>
  openLowdbStorage({ directory: dataDirectory, log, disk: unsyncedDisk }),
)
