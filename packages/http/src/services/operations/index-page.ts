import type { Request } from 'express'
import type { Answer } from '../../edge/answer.ts'
import { json } from '../../edge/answer.ts'
import type { ServiceName } from '../../route.ts'
import type { IndexBody } from '../../schemas/operations.ts'
import { escapeHtml, html } from './page.ts'

type Link = IndexBody['links'][number] & { readonly service?: ServiceName }

const links: readonly Link[] = [
  { href: '/docs', title: 'The API, to read and to try' },
  { href: '/openapi.json', title: 'The same, for programs' },
  { href: '/api/v1/games', title: 'Games, prices and what is left', service: 'shop' },
  { href: '/api/v1/games?group=A&available=true', title: 'Games of group A with seats left', service: 'shop' },
  { href: '/api/v1/availability', title: 'What is left of every game', service: 'shop' },
  { href: '/api/v1/availability/stream', title: 'The same, as it changes', service: 'shop' },
  { href: '/api/v1/reservations', title: 'Reserve with POST; read your own with a token', service: 'reservations' },
  { href: '/problems', title: 'Everything that may be refused, and what to do then' },
  { href: '/readyz', title: 'Whether this site can sell right now' },
  { href: '/metrics', title: 'Figures for Prometheus' },
]

/** What there is, for whoever opens the base URL: a page in a browser, JSON for everyone else. */
export function indexPage(site: string, services: readonly ServiceName[]): (request: Request) => Answer {
  const shown = links.filter(({ service }) => service === undefined || services.includes(service))
  const items = shown.map(({ href, title }) => {
    const address = escapeHtml(href)
    return `<li><a href="${address}">${address}</a> ${escapeHtml(title)}</li>`
  })
  const body = `<h1>Matchday, site ${escapeHtml(site)}</h1>\n<ul>\n${items.join('\n')}\n</ul>`
  const [asPage, asJson] = [
    html(`Matchday: ${site}`, '', body),
    json(200, { name: 'Matchday', site, links: shown.map(({ href, title }) => ({ href, title })) } satisfies IndexBody),
  ]
  return request => (request.accepts('json', 'html') === 'html' ? asPage : asJson)
}
