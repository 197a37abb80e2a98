import type { MasterList } from '@matchday/domain/game/master-list'
import type { WireGame } from '@matchday/domain/game/wire-game'
import { wireGame } from '@matchday/domain/game/wire-game'

/** A master list as the text of its file: on one line what changes together, so that two files compare well. */
export function masterListText(list: MasterList): string {
  const { tournament, note, currency, limits, venues, games } = list
  const { perBuyerAndGame, perBuyerAndTournament, holdMaxMs } = limits
  const fields = [
    `"tournament": ${line({ id: tournament.id, name: tournament.name })}`,
    ...(note === null ? [] : [`"note": ${JSON.stringify(note)}`]),
    `"currency": ${JSON.stringify(currency)}`,
    `"limits": ${line({ perBuyerAndGame, perBuyerAndTournament, holdMaxMs })}`,
    `"venues": ${array(venues.map(({ name, city, capacity, timezone }) => line({ name, city, capacity, timezone })))}`,
    `"games": ${array(games.map(listing => gameText(wireGame(listing))))}`,
  ]
  return `{\n  ${fields.join(',\n  ')}\n}\n`
}

function gameText(game: WireGame): string {
  const { matchNumber, roundNumber, dateUtc, location, availability, homeTeam, awayTeam, group } = game
  const categories = Object.entries(availability).map(([name, of]) => `${JSON.stringify(name)}: ${line(of)}`)
  return [
    '{',
    `      ${members({ matchNumber, roundNumber, dateUtc, location })},`,
    `      "availability": {\n        ${categories.join(',\n        ')}\n      },`,
    `      ${members({ homeTeam, awayTeam, group })}`,
    '    }',
  ].join('\n')
}

const array = (elements: readonly string[]): string =>
  elements.length === 0 ? '[]' : `[\n    ${elements.join(',\n    ')}\n  ]`

const line = (record: object): string => `{ ${members(record)} }`

const members = (record: object): string =>
  Object.entries(record)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(', ')
