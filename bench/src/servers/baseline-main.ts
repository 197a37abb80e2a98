// What Matchday is measured beside, in a process of its own: bare Express handlers that do nothing but answer with as
// many bytes, and the row-lock shape. Told by its parent what to serve; says where.

import type { AddressInfo } from 'node:net'
import express from 'express'
import type { BaselineTask } from './baseline.ts'
import { padded, rowLockHandler } from './row-lock.ts'

process.once('message', ({ databaseUrl, connections, answerBytes, bodies }: BaselineTask) => {
  const app = express()
  // Hashing every answer, and naming the framework, is what nobody would leave on where speed counts.
  app.disable('etag').disable('x-powered-by')
  app.post('/bare/:status', express.json(), (request, response) => {
    const { buyer } = request.body as { buyer: { email: string } }
    const status = Number(request.params.status)
    response.status(status).type('json').send(padded({ email: buyer.email }, answerBytes[status] ?? 0))
  })
  app.post('/row-lock', express.json(), rowLockHandler(databaseUrl, connections, answerBytes[201] ?? 0))
  for (const [path, body] of Object.entries(bodies)) {
    const bytes = Buffer.from(body)
    app.get(path, (_request, response) => void response.type('json').send(bytes))
  }
  const server = app.listen(0, '127.0.0.1', () => {
    process.send?.({ kind: 'ready', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  })
})
process.once('disconnect', () => process.exit())
