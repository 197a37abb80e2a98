import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv'
import { describeApi } from '../openapi/document.ts'
import type { Route } from '../route.ts'

type Operation = { readonly responses?: Record<string, { readonly content?: object }> }
type Documented = { readonly paths?: Record<string, Record<string, Operation>> }

/**
 * Holds answers against the generated description: status, media type and body must be what it says for the operation.
 * @throws Error that names what differs
 */
export function createContract(routes: readonly Route[]) {
  const document = JSON.parse(JSON.stringify(describeApi(routes))) as Documented
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  ajv.addSchema(document, 'api')
  const validators = new Map<string, ValidateFunction>()

  const validatorAt = (place: readonly string[]): ValidateFunction => {
    const pointer = place.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const validator = validators.get(pointer) ?? ajv.compile({ $ref: `api#/${pointer}` })
    validators.set(pointer, validator)
    return validator
  }

  return (method: string, path: string, answer: { status: number; type: string | null; body: unknown }): void => {
    const [status, type] = [String(answer.status), answer.type?.split(';')[0] ?? '']
    const documented = document.paths?.[path]?.[method.toLowerCase()]?.responses?.[status]
    const what = `${method} ${path} ${status}`
    if (documented === undefined) throw new Error(`${what} is not documented`)
    const { content } = documented
    if (content === undefined) return
    const types = Object.keys(content)
    if (!types.includes(type)) throw new Error(`${what} is documented as ${types.join()}, not ${type}`)
    const validate = validatorAt(['paths', path, method.toLowerCase(), 'responses', status, 'content', type, 'schema'])
    if (!validate(answer.body)) throw new Error(`${what}: ${ajv.errorsText(validate.errors)}`)
  }
}
