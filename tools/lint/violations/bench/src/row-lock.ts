import express from 'express'
import { Client } from 'pg'
import { holdId } from '@matchday/domain/testing/hold-id'
import { router } from '../../packages/http/src/router.ts' // breaks other-packages-by-name
import { z } from 'zod' // breaks zod-stays-at-the-edge, no-unresolved-import

export const rowLock = [express, Client, holdId, router, z]
