/** The thread in which SQLite works; its file comes as the worker's data. */
import { randomUUIDv7 } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { decide } from './conversations/rules.ts';
import { sqlStore } from './store/sql-store.ts';
import { sqliteDialect } from './store/sqlite.ts';
import { serveStore } from './store/threaded-store.ts';

if (parentPort) serveStore(parentPort, sqlStore(sqliteDialect(String(workerData)), randomUUIDv7, decide));
