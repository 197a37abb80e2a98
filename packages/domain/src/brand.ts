declare const brand: unique symbol

/** A `Base` that only its own constructor makes, so that a game number is never passed for a category. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
