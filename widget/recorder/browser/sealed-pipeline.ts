/**
 * A pipeline whose files play everywhere at once when they are finished. What survives a death has its index in pieces, and
 * some browsers find the length of such a film only by reading all of it: so it is written anew, with one index.
 */
import type { CreatePipeline, FinishedRecording, Pipeline, PipelineOptions } from '../engine/pipeline.ts';
import { createPipeline } from './pipeline.ts';
import { repair } from './repair.ts';

export const createSealedPipeline: CreatePipeline = async (options) => {
  const pipeline = await createPipeline(options);
  const finish = pipeline.finish.bind(pipeline);
  return Object.assign(pipeline, { finish: () => seal(pipeline, finish, options) });
};

async function seal(
  pipeline: Pipeline,
  finish: Pipeline['finish'],
  { folder, id }: PipelineOptions,
): Promise<FinishedRecording> {
  const hasFailed = pipeline.getState().kind === 'failed';
  const finished = await finish();
  // Of the other kind a file that was finished is whole.
  if (finished.size === 0 || (pipeline.format !== 'mp4' && !hasFailed)) return finished;
  try {
    const sealed = await repair(folder, id);
    return sealed.kind === 'whole' ? { length: sealed.length, size: sealed.size } : finished;
  } catch {
    // Without room for a second copy it stays as it is, and plays here all the same.
    return finished;
  }
}
