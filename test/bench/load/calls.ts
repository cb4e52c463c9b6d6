import { LoadConnection } from './connection.ts'

/** What the program that repeats one call is told, as JSON in its first argument. */
export interface CallLoad {
  readonly origin: string
  readonly method: string
  readonly path: string
  readonly token: string | null
  readonly status: number
  readonly connections: number
  readonly seconds: number
}

/** What it prints. */
export interface CallFigures {
  readonly calls: number
  readonly seconds: number
}

async function main({ origin, method, path, token, status, connections, seconds }: CallLoad): Promise<void> {
  const headers = token === null ? '' : `Authorization: Bearer ${token}\r\n`
  const open = await Promise.all(Array.from({ length: connections }, () => LoadConnection.open(origin)))
  const repeat = async (forSeconds: number) => {
    const end = performance.now() + forSeconds * 1000
    let calls = 0
    await Promise.all(
      open.map(async (connection) => {
        for (; performance.now() < end; calls++) {
          const answer = await connection.send(method, path, headers)
          if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`)
        }
      }),
    )
    return calls
  }
  await repeat(seconds / 2)
  process.stdout.write('measuring\n')
  const began = performance.now()
  const calls = await repeat(seconds)
  const figures: CallFigures = { calls, seconds: (performance.now() - began) / 1000 }
  process.stdout.write('measured\n')
  for (const connection of open) connection.close()
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

await main(JSON.parse(process.argv[2] ?? ''))
