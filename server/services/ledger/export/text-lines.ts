const NEWLINE = 10

/** Splits bytes into lines. Each has its newline, except the last one when the bytes do not end with a newline. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let incomplete: Buffer[] = []
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      yield Buffer.concat([...incomplete, rest.subarray(0, end + 1)])
      incomplete = []
      rest = rest.subarray(end + 1)
    }
    if (rest.length > 0) incomplete.push(rest)
  }
  if (incomplete.length > 0) yield Buffer.concat(incomplete)
}
