import { once } from 'node:events'
import { connect } from 'node:net'

const correlation = 7

/** ApiVersions, version 0, without a client id: the first thing that any client of Kafka asks. */
const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, correlation, 0xff, 0xff])

/** Whether what listens at `broker` is a Kafka that answers. @throws Error where nothing listens */
export const speaksKafka = async (broker: string): Promise<boolean> => {
  const [host, port] = broker.split(':')
  const socket = connect(Number(port), host)
  try {
    socket.write(request)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.readInt32BE(4) === correlation && answer.readInt16BE(8) === 0
  } finally {
    socket.destroy()
  }
}
