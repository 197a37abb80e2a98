import type { Route } from '../route.ts'
import { operationsRoutes } from '../services/operations/operations-routes.ts'
import { createReservations } from '../services/reservations/reservations.ts'
import { createShop } from '../services/shop/shop.ts'
import { createFakeCatalogue, todayMs } from './games.ts'

/** Every route there is, to be described; none of them is ever called. */
export function allRoutes(): Route[] {
  const shop = createShop({ catalogue: createFakeCatalogue(), calendar: () => todayMs })
  shop.close()
  const reservations = createReservations({} as Parameters<typeof createReservations>[0])
  const routes = [...shop.routes, ...reservations.routes]
  const operations = operationsRoutes({
    site: 'north',
    services: ['shop', 'reservations'],
    routes,
    metrics: { read: () => Promise.reject(new Error('not called')) },
    readiness: () => Promise.reject(new Error('not called')),
  })
  return [...routes, ...operations]
}
