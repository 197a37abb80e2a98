import { paymentsContract } from '../contracts/payments.contract.ts'
import { memoryPayments } from './payments.ts'
import { createMemorySiteStore } from './site-store.ts'

paymentsContract(() => {
  const store = createMemorySiteStore()
  return Promise.resolve({
    open: () => memoryPayments(store),
    clear: () => {
      store.payments.clear()
      return Promise.resolve()
    },
    remove: () => Promise.resolve(),
  })
})
