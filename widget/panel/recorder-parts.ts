/** What the panel draws of the recorder: the list in its place, and the bar of what runs. Until it is fetched, a word. */
import { html, nothing } from 'lit';
import type { CustomerSay } from '../locales/load.ts';
import type { LazyRecorder } from '../recorder-loader.ts';

/** In place of the chat. */
export function recordingsList(recorder: LazyRecorder | null, say: CustomerSay): unknown {
  const state = recorder?.getState();
  switch (state?.kind) {
    case 'here':
      return html`<div class="recordings" part="recorder">${state.part.list()}</div>`;
    case 'failed':
      return html`<p class="call-word" role="alert">${say('recorder.failed')}</p>`;
    default:
      return html`<p class="call-word late" role="status">${say('recorder.loading')}</p>`;
  }
}

/** Above the chat. */
export function recorderBar(recorder: LazyRecorder | null): unknown {
  const here = recorder?.here;
  return here?.getState().hasBar ? html`<div class="call-bar" part="recorder">${here.bar()}</div>` : nothing;
}

/** What a call that fills its place shows of it. */
export function recorderInCall(recorder: LazyRecorder | null) {
  if (recorder === null) return { records: 'unwanted', more: nothing } as const;
  const here = recorder.here;
  const isBusy = here !== null && !here.getState().isFree;
  const records = !recorder.isWanted ? 'unwanted' : isBusy ? 'busy' : 'free';
  return { records, more: here?.inCall() ?? nothing } as const;
}
