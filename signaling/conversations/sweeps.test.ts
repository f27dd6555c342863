/** What the service does by itself, when a part of it fails or hangs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { silent } from '../testing/service.ts';
import { inSteps } from './sweeps.ts';

describe('a sweep', () => {
  it('takes each step though one before has failed, names that one in the log, and goes on the next time', async () => {
    const taken: string[] = [];
    const log: object[] = [];
    const error = new Error('no disk');
    const sweep = inSteps(
      { ...silent, error: (fields, message) => void log.push({ ...fields, message }) },
      {
        files: () => Promise.reject(error),
        erasure: async () => void taken.push('erasure'),
      },
    );
    await sweep();
    await sweep();
    assert.deepEqual(taken, ['erasure', 'erasure']);
    const line = { error, step: 'files', message: 'a step of a sweep failed' };
    assert.deepEqual(log, [line, line]);
  });

  it('that hangs is not begun again', async () => {
    let begun = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const sweep = inSteps(silent, {
      hangs: () => {
        begun += 1;
        return promise;
      },
    });
    const both = [sweep(), sweep()];
    assert.equal(begun, 1);
    resolve();
    await Promise.all(both);
    await sweep();
    assert.equal(begun, 2);
  });
});
