import { describe, expect, it } from '@jest/globals'
import { parseJson } from './json-source.ts'

const text = `{
  "games": [
    { "number": 1 },
    {
      "number": 2,
      "é": "x" }
  ]
}`

describe('a JSON text', () => {
  it.each([
    [[], 1, 1],
    [['games'], 2, 3],
    [['games', 0], 3, 5],
    [['games', 0, 'number'], 3, 7],
    [['games', 1, 'number'], 5, 7],
    [['games', 1, 'é'], 6, 7],
    [['games', 1, 'missing'], 4, 5],
    [['games', 2], 2, 3],
    [['games', 'number'], 2, 3],
    [['gone', 'number'], 1, 1],
    [['games', 0, 'number', 'deeper'], 3, 7],
  ])('has %j at %d:%d', (path, line, column) => {
    const source = parseJson(text, 'f.json')
    expect(source.ok && source.value.locate(path)).toEqual({ line, column })
    expect(source.ok && source.value.value).toEqual(JSON.parse(text))
  })

  it.each([
    ['', 1, 1, 'is not JSON: Unexpected end of input found.'],
    ['{\n  "a": 1,\n}', 3, 1, 'is not JSON: Unexpected token RBrace found.'],
    ['// no\n{}', 1, 1, "is not JSON: Unexpected character '/' found."],
    ['{"a": 1} {"b": 2}', 1, 10, 'is not JSON: Unexpected token LBrace found.'],
    ['[\n"a\tb"]', 2, 3, 'is not JSON: Bad control character in string literal in JSON at position 4'],
    ['[01]', 1, 2, "is not JSON: Unexpected character '1' found."],
    ['NaN', 1, 1, "is not JSON: Unexpected character 'N' found."],
  ])('%j is refused at %d:%d', (broken, line, column, reason) => {
    expect(parseJson(broken, 'f.json')).toEqual({
      ok: false,
      refusal: [{ file: 'f.json', path: [], line, column, reason }],
    })
  })

  it('is refused for every field given twice, at the second', () => {
    const twice = '{\n"a": 1,\n"b": [{"c": 1, "c": 2}],\n"a": {"a": 1, "a": 1}}'
    expect(parseJson(twice, 'f.json')).toEqual({
      ok: false,
      refusal: [
        { file: 'f.json', path: ['b', 0, 'c'], line: 3, column: 16, reason: 'is given twice' },
        { file: 'f.json', path: ['a'], line: 4, column: 1, reason: 'is given twice' },
        { file: 'f.json', path: ['a', 'a'], line: 4, column: 15, reason: 'is given twice' },
      ],
    })
  })

  it('may be nested 64 deep and no deeper, however large it is', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    expect(parseJson(nested(64), 'f.json').ok).toBe(true)
    expect(parseJson(`[\n${nested(64)}]`, 'f.json')).toEqual({
      ok: false,
      refusal: [{ file: 'f.json', path: [], line: 2, column: 64, reason: 'is nested deeper than 64' }],
    })
    expect(parseJson('{"a":'.repeat(200_000), 'f.json').ok).toBe(false)
    expect(parseJson(JSON.stringify(`\\"${'['.repeat(100)}`), 'f.json').ok).toBe(true)
  })
})
