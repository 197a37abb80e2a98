import type { Brand } from '../brand.ts'

/** An ISO 4217 code of money in use, such as `USD`. */
export type Currency = Brand<string, 'Currency'>

/** ISO 4217 codes by the number of digits of their minor unit; funds, metals and test codes are left out. */
const codesByDigits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP
    CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS
    KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD
    PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
}

const digitsByCode: ReadonlyMap<string, number> = new Map(
  Object.entries(codesByDigits).flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(digits)]),
  ),
)

export const isCurrency = (value: unknown): value is Currency => typeof value === 'string' && digitsByCode.has(value)

/** @throws RangeError when `code` is not an ISO 4217 code, in capitals, of a currency in use. */
export function currency(code: string): Currency {
  if (!isCurrency(code)) throw new RangeError(`${code} is not an ISO 4217 currency`)
  return code
}

/** Digits of the minor unit: 2 for USD (cents), 0 for JPY, 3 for KWD. */
export function minorDigits(code: Currency): number {
  const digits = digitsByCode.get(code)
  if (digits === undefined) throw new RangeError(`${code} is not an ISO 4217 currency`)
  return digits
}
