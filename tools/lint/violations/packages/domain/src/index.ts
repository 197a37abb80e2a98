export { placeHolds } from './usecases/place-holds.ts'
