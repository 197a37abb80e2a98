import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Route } from '../../route.ts'
import { problem } from '../../edge/answer.ts'
import { html, page } from './page.ts'

const { resolve } = createRequire(import.meta.url)

/** What the page loads from its own site; nothing else of the package is served. */
const assets: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  'swagger-ui.css': { file: 'swagger-ui-dist/swagger-ui.css', type: 'text/css; charset=utf-8' },
  'swagger-ui-bundle.js': { file: 'swagger-ui-dist/swagger-ui-bundle.js', type: 'text/javascript; charset=utf-8' },
  'favicon-32x32.png': { file: 'swagger-ui-dist/favicon-32x32.png', type: 'image/png' },
}

const head = `<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/start.js" defer></script>`

const start = `window.addEventListener('load', () => SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
}))
`

/** The API to read and to try, from this site alone. */
export function docsRoutes(): Route[] {
  const shown = html('Matchday API', head, '<main id="docs"></main>')
  // A megabyte and a half, read when the first reader comes.
  const contents = new Map<string, Promise<Buffer>>()
  return [
    { method: 'get', path: '/docs', operation: null, handle: () => shown },
    {
      method: 'get',
      path: '/docs/start.js',
      operation: null,
      handle: () => page('text/javascript; charset=utf-8', start),
    },
    {
      method: 'get',
      path: '/docs/{asset}',
      operation: null,
      handle: async request => {
        const name = String(request.params.asset)
        const asset = Object.hasOwn(assets, name) ? assets[name] : undefined
        if (asset === undefined) return problem('not-found')
        const content = contents.get(name) ?? readFile(resolve(asset.file))
        contents.set(name, content)
        return page(asset.type, await content, 'public, max-age=3600')
      },
    },
  ]
}
