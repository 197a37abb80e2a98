export { setUpPostgres as default } from './shared-servers.ts'
