export { setUpKafka as default } from './shared-servers.ts'
