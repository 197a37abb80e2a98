import { z } from 'zod' // breaks zod-stays-at-the-edge
import { router } from '@matchday/http/router' // breaks services-stand-alone, no-unresolved-import
import { Router } from 'express' // breaks only-http-knows-express, no-unresolved-import

export const daemon = [z, router, Router]
