// What this folder uses of kafkajs beyond its published types: its connections and the requests it has encoders for.
// Paths and shapes are those of exactly 2.2.4.

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    constructor(initialSize?: number)
    readonly buffer: Buffer
    writeInt8(value: number): this
    writeInt16(value: number): this
    writeInt32(value: number): this
    writeInt64(value: number | bigint): this
    writeString(value: string | null): this
    writeBytes(value: Buffer | null): this
  }
}

declare module 'kafkajs/src/protocol/decoder.js' {
  export default class Decoder {
    constructor(buffer: Buffer)
    readInt8(): number
    readInt16(): number
    readInt32(): number
    readInt64(): bigint
    readString(): string | null
    readBytes(): Buffer | null
    readArray<Item>(read: (decoder: Decoder) => Item): Item[]
  }
}

declare module 'kafkajs/src/network/connectionPool.js' {
  import type Encoder from 'kafkajs/src/protocol/encoder.js'
  import type { Socket } from 'node:net'
  import type { KafkaConfig } from 'kafkajs'

  export type Request = {
    readonly apiKey: number
    readonly apiVersion: number
    readonly apiName: string
    readonly encode: () => Promise<Encoder>
  }

  export type Wire<Decoded, Answer> = {
    readonly request: Request
    readonly response: {
      readonly decode: (payload: Buffer) => Promise<Decoded>
      readonly parse: (decoded: Decoded) => Promise<Answer>
    }
    readonly logResponseError?: boolean
  }

  export class Connection {
    readonly socket?: Socket
    readonly requestQueue: {
      readonly pending: readonly unknown[]
      scheduleCheckPendingRequests: () => void
    }
    isConnected(): boolean
    rejectRequests(error: Error): void
    disconnect(): Promise<boolean>
    send<Decoded, Answer>(wire: Wire<Decoded, Answer>): Promise<Answer>
  }

  export default class ConnectionPool {
    constructor(options: {
      readonly host: string
      readonly port: number
      readonly clientId: string
      readonly ssl: KafkaConfig['ssl'] | undefined
      readonly sasl: KafkaConfig['sasl'] | undefined
      readonly socketFactory: unknown
      readonly connectionTimeout: number
      readonly requestTimeout: number
      readonly enforceRequestTimeout: boolean
      readonly logger: unknown
    })
    readonly pool: readonly [Connection, Connection]
  }
}

declare module 'kafkajs/src/network/socketFactory.js' {
  export default function createSocketFactory(): unknown
}

declare module 'kafkajs/src/loggers/index.js' {
  const loggers: {
    readonly createLogger: (options: { level: number; logCreator: () => () => void }) => unknown
    readonly LEVELS: { readonly NOTHING: number }
  }
  export default loggers
}

declare module 'kafkajs/src/broker/index.js' {
  import type ConnectionPool from 'kafkajs/src/network/connectionPool.js'

  export default class Broker {
    constructor(options: { readonly connectionPool: ConnectionPool; readonly logger: unknown })
    isConnected(): boolean
    connect(): Promise<void>
  }
}
declare module 'kafkajs/src/protocol/error.js' {
  const errors: { readonly createErrorFromCode: (code: number) => { readonly type: string; readonly message: string } }
  export default errors
}

declare module 'kafkajs/src/protocol/requests/metadata/v6/request.js' {
  import type { Request } from 'kafkajs/src/network/connectionPool.js'
  const request: (of: { topics: readonly string[]; allowAutoTopicCreation: boolean }) => Request
  export default request
}

declare module 'kafkajs/src/protocol/requests/metadata/v6/response.js' {
  export type Metadata = {
    readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[]
    readonly controllerId: number
    readonly topicMetadata: readonly {
      readonly topicErrorCode: number
      readonly partitionMetadata: readonly {
        readonly partitionId: number
        readonly leader: number
        readonly replicas: readonly number[]
      }[]
    }[]
  }
  const response: { readonly decode: (payload: Buffer) => Promise<Metadata> }
  export default response
}

declare module 'kafkajs/src/protocol/requests/listOffsets/v3/request.js' {
  import type { Request } from 'kafkajs/src/network/connectionPool.js'
  const request: (of: {
    replicaId: number
    isolationLevel: number
    topics: readonly { topic: string; partitions: readonly { partition: number; timestamp: number }[] }[]
  }) => Request
  export default request
}

declare module 'kafkajs/src/protocol/requests/listOffsets/v3/response.js' {
  export type Offsets = {
    readonly responses: readonly {
      readonly partitions: readonly { readonly errorCode: number; readonly offset: string }[]
    }[]
  }
  const response: { readonly decode: (payload: Buffer) => Promise<Offsets> }
  export default response
}

declare module 'kafkajs/src/protocol/requests/initProducerId/v1/request.js' {
  import type { Request } from 'kafkajs/src/network/connectionPool.js'
  const request: (of: { transactionalId: string | null; transactionTimeout: number }) => Request
  export default request
}

declare module 'kafkajs/src/protocol/requests/initProducerId/v1/response.js' {
  export type ProducerId = {
    readonly errorCode: number
    readonly producerId: string
    readonly producerEpoch: number
  }
  const response: { readonly decode: (payload: Buffer) => Promise<ProducerId> }
  export default response
}

declare module 'kafkajs/src/protocol/requests/createTopics/v3/request.js' {
  import type { Request } from 'kafkajs/src/network/connectionPool.js'
  const request: (of: {
    topics: readonly {
      topic: string
      numPartitions: number
      replicationFactor: number
      configEntries: readonly { readonly name: string; readonly value: string }[]
    }[]
    timeout: number
  }) => Request
  export default request
}

declare module 'kafkajs/src/protocol/requests/createTopics/v3/response.js' {
  export type Created = {
    readonly topicErrors: readonly { readonly errorCode: number; readonly errorMessage: string | null }[]
  }
  const response: { readonly decode: (payload: Buffer) => Promise<Created> }
  export default response
}

declare module 'kafkajs/src/protocol/requests/describeConfigs/v2/request.js' {
  import type { Request } from 'kafkajs/src/network/connectionPool.js'
  const request: (of: {
    resources: readonly { type: number; name: string; configNames: readonly string[] }[]
    includeSynonyms: boolean
  }) => Request
  export default request
}

declare module 'kafkajs/src/protocol/requests/describeConfigs/v2/response.js' {
  export type Configs = {
    readonly resources: readonly {
      readonly errorCode: number
      readonly configEntries: readonly { readonly configName: string; readonly configValue: string | null }[]
    }[]
  }
  const response: { readonly decode: (payload: Buffer) => Promise<Configs> }
  export default response
}
