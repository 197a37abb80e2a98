import { z } from 'zod'

export const env = z
