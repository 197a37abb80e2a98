import './usecases/place-holds.ts' // breaks concepts-know-no-use-case

export type Brand<Base, Name extends string> = Base & { readonly brand: Name }
