/** One node of a cluster: broker and controller in one process, listening on 127.0.0.1 only. */
export type NodePlace = {
  /** From 1. */
  readonly id: number
  readonly folder: string
  readonly brokerPort: number
  readonly controllerPort: number
}

/**
 * The settings of one node, as Kafka's properties file. What Matchday's own topics need it says when it makes them;
 * these are for topics that anybody else makes.
 */
export const brokerSettings = (
  node: NodePlace,
  nodes: readonly NodePlace[],
  own: Readonly<Record<string, string>>,
): string => {
  const replicas = nodes.length
  const inSyncMin = replicas > 1 ? 2 : 1
  const settings: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    // Static voters: unlike those that `format` writes down, they may move to other ports between runs.
    'controller.quorum.voters': nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${node.brokerPort},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.brokerPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': node.folder,

    // The log is the truth: nothing in it goes away, and no replica that lacks some of it may lead.
    'log.retention.ms': -1,
    'log.retention.bytes': -1,
    'unclean.leader.election.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': inSyncMin,
    // A misspelt topic is an error, not a new topic with other settings than the wire asks for.
    'auto.create.topics.enable': 'false',

    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSyncMin,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSyncMin,

    // One machine, few clients: quick to start, quick to notice a killed node, small.
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    'broker.heartbeat.interval.ms': 500,
    'broker.session.timeout.ms': 3000,
    'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
    ...own,
  }
  return Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join('')
}
