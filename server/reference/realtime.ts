import { HandshakeAuth, PlayerEvent, type ProblemCode, Ready, RenewAuth } from '@ante/shared'
import { type Html, html } from '../html/html.ts'
import { prose } from './prose.ts'
import type { SchemaCollector } from './schemas.ts'
import type { RealtimeDescription } from './types.ts'

const REFUSALS: readonly ProblemCode[] = [
  'origin_not_allowed',
  'unauthorized',
  'insufficient_scope',
  'invalid_request',
  'too_many_requests',
]

export function describeRealtime(schemas: SchemaCollector): RealtimeDescription {
  return {
    protocol: 'Socket.IO 4 (Engine.IO 4), by websocket or polling',
    path: '/socket.io/',
    auth: schemas.add(HandshakeAuth, 'input', 'HandshakeAuth'),
    server_events: {
      ready: schemas.add(Ready, 'output', 'Ready'),
      event: schemas.add(PlayerEvent, 'output', 'PlayerEvent'),
    },
    client_events: { auth: schemas.add(RenewAuth, 'input', 'RenewAuth') },
    'x-codes': REFUSALS,
  }
}

const JAVASCRIPT = `import { io } from 'socket.io-client'

let last = 0 // the newest number that the game has handled; keep it, so that nothing is missed
const socket = io('https://ante.example', {
  transports: ['websocket'],
  auth: (send) => send({ token, after: last }),
})
socket.on('ready', ({ last_seq, gap }) => {
  if (gap) reloadOwnMatches().then(() => { last = last_seq })
})
socket.on('event', (event) => {
  last = event.seq
  if (event.type === 'match.settled') show(event.data.match_result)
})
socket.on('connect_error', (error) => {
  if (error.data?.code === 'unauthorized') signInAgain()
})
// Before the token expires:
socket.emit('auth', { token: freshToken }, (answer) => {
  if (!answer.ok) signInAgain()
})`

const PYTHON = `import socketio  # pip install "python-socketio[client]"

last = 0
client = socketio.Client()

@client.on('ready')
def ready(data):
    print('newest event', data['last_seq'], 'gap', data['gap'])

@client.on('event')
def event(row):
    global last
    last = row['seq']
    print(row['type'], row['data'])

client.connect('https://ante.example', auth={'token': token, 'after': last}, transports=['websocket'])
client.call('auth', {'token': fresh_token})  # before the token expires
client.wait()`

/** The part of the reference about sockets. */
export function realtimeSection({ protocol, path, 'x-codes': codes }: RealtimeDescription): Html {
  return html`<section aria-labelledby="realtime">
<h2 id="realtime">Realtime</h2>
<p>A socket pushes what <a href="#ownEvents">the call for events</a> lists, as soon as it is committed. ${protocol}, at
<code>${path}</code>.</p>
<article class="card">
<h3>Connect</h3>
<p>${prose('The client sends `auth` with its connect: `token`, and `after` to get every event after that number. A decimal string is a good number; null counts as left out. Without `after` only new events come. Connections that do not authenticate within 10 seconds are closed; a network can have 100 of them at once.')}</p>
<p>${prose('The server emits `ready` once: `last_seq`, the number of the newest event, and `gap`, true when events after `after` are gone. Then it emits `event` for each event, in order, each as a')} <a href="#shape-PlayerEvent">PlayerEvent</a>.</p>
<p>${prose('Before the token expires, the client emits `auth` with a fresh `token` of the same player and application, and gets `{ ok: true }`, or `{ ok: false, code }` and the end of the socket. A revoked or expired token ends the socket. A player can have 10 sockets; a message can have 16 KB. When the server stops, the connection ends in the way that makes clients connect again.')}</p>
<p>A refused connect is a <code>connect_error</code> with <code>data.code</code>: ${codes.map((code, index) => html`${index > 0 && ', '}<code>${code}</code>`)}.</p>
<h4>In JavaScript</h4>
<pre tabindex="0"><code>${JAVASCRIPT}</code></pre>
<h4>In Python</h4>
<pre tabindex="0"><code>${PYTHON}</code></pre>
</article>
</section>`
}
