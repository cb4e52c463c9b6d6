import { runProcess } from '../../../server/process.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { hastyDisk } from '../../support/storage/simulated-disk.ts'

/** The whole server on a disk that never syncs: what durability costs. A switch of this benchmark alone. */
await runProcess(process.env, ({ dataDirectory }, log) =>
  openLowdbStorage({ directory: dataDirectory, log, disk: hastyDisk }),
)
