import { Router } from 'express'
import { z } from 'zod'
import { daemon } from '@matchday/consumer/daemon' // breaks services-stand-alone
import { main } from '@matchday/cli/main' // breaks services-stand-alone, no-unresolved-import
import { rowLock } from '@matchday/bench/row-lock' // breaks services-stand-alone, no-unresolved-import
import { notThere } from '@matchday/domain/game/not-there' // breaks no-unresolved-import
import { ids } from '@matchday/domain/src/game/ids.ts' // breaks no-unresolved-import
import { Client } from 'pg' // breaks postgres-stays-in-its-folders, no-unresolved-import
import { Container } from 'inversify' // breaks inversify-stays-in-compositions
import 'reflect-metadata' // breaks inversify-stays-in-compositions, no-unresolved-import
import { serve } from './router.spec.ts' // breaks production-knows-no-test
import { holdId } from '@matchday/domain/testing/hold-id' // breaks production-knows-no-test

export const router = [Router, z, daemon, main, rowLock, notThere, ids, Client, Container, serve, holdId]
