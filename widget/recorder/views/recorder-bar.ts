/**
 * What the recorder does, in one small piece: what runs here, what came of it, and what the other side asks or records. It
 * stands above the chat, beside the launcher, and in a call.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import CircleCheck from 'lucide/dist/esm/icons/circle-check-big.mjs';
import CircleDot from 'lucide/dist/esm/icons/circle-dot.mjs';
import CircleSlash from 'lucide/dist/esm/icons/circle-slash.mjs';
import Pause from 'lucide/dist/esm/icons/pause.mjs';
import Play from 'lucide/dist/esm/icons/play.mjs';
import Square from 'lucide/dist/esm/icons/square.mjs';
import TriangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import { type Clock, systemClock } from '../../session/clock.ts';
import '../../ui/announcer.ts';
import { base, buttons } from '../../ui/controls.ts';
import { type IconNode, icon } from '../../ui/icons.ts';
import { StoreController } from '../../ui/store-controller.ts';
import { tokens } from '../../ui/tokens.ts';
import type { Recorder, RecorderPhase, RecorderView, TheirRecording } from '../types.ts';
import { dotStyles } from './dot.ts';
import { ask } from './events.ts';
import './figures.ts';
import './preview.ts';
import { barStyles } from './recorder-bar.styles.ts';
import './timing.ts';
import { clockTime, peerOf, tellPhase, tellProgress, tellQuestion, tellTheirs } from './words.ts';

type Running = Extract<RecorderPhase, { kind: 'recording' | 'paused' }>;
type Recovered = NonNullable<RecorderView['recovered']>;
type Asks = Extract<TheirRecording, { kind: 'asks' }>;
type Records = Extract<TheirRecording, { kind: 'records' }>;

/** @fires show-recordings - the list of recordings is to be shown */
export class RecorderBar extends LitElement {
  static override styles = [base, buttons, tokens, dotStyles, barStyles];
  static override properties = {
    recorder: { attribute: false },
    say: { attribute: false },
    clock: { attribute: false },
  };
  declare recorder: Recorder;
  declare say: RecorderSay;
  declare clock: Clock;
  readonly #changes = new StoreController<Recorder>(this);
  #focused: Element | null = null;
  #told: { phase: RecorderPhase['kind']; theirs: TheirRecording['kind']; lines: readonly string[] } = {
    phase: 'idle',
    theirs: 'none',
    lines: [],
  };

  constructor() {
    super();
    this.clock = systemClock;
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.recorder);
    this.#focused = this.shadowRoot?.activeElement ?? null;
  }

  override render() {
    const view = this.recorder.getState();
    const { phase, theirs } = view;
    return html`${keyed(phase.kind, this.#own(view))}
      ${keyed(theirs.kind, this.#theirs(view))}<ycyw-announcer></ycyw-announcer>`;
  }

  #own(view: RecorderView) {
    const { recorder, say } = this;
    const { phase } = view;
    const told = tellPhase(phase, peerOf(view, say), say);
    switch (phase.kind) {
      case 'idle':
        return view.recovered ? this.#recovered(view.recovered) : nothing;
      case 'choosing':
      case 'starting':
      case 'asking': {
        const cancel = this.#button(say('bar.cancel'), () => recorder.cancel());
        const until = phase.kind === 'asking' ? phase.until : null;
        return this.#card({
          ...told,
          picture: CircleDot,
          more: until === null ? nothing : this.#countdown(until),
          actions: cancel,
        });
      }
      case 'recording':
        return this.#running(phase, say(`what.${phase.what}`));
      case 'paused':
        return this.#running(phase, told.text);
      case 'stopping':
        return this.#card({ ...told, picture: CircleDot });
      case 'stopped':
        return this.#card({ ...told, picture: CircleCheck, look: 'good', actions: this.#show(), away: true });
      case 'refused':
        return this.#card({ ...told, picture: CircleSlash, away: true });
      case 'failed': {
        const actions = phase.kept ? this.#show() : nothing;
        return this.#card({ ...told, picture: TriangleAlert, look: 'bad', actions, away: true });
      }
    }
  }

  /** What an earlier page couldn't finish. */
  #recovered({ length }: Recovered) {
    const { say } = this;
    const text = say('item.recovered', { time: clockTime(length) });
    const title = say('name.recovered');
    return this.#card({ title, text, picture: CircleCheck, look: 'good', actions: this.#show(), away: true });
  }

  #running(phase: Running, text: string) {
    const { recorder, say } = this;
    const isPaused = phase.kind === 'paused';
    const figures = html`<ycyw-recorder-figures .progress=${recorder.progress} .say=${say}></ycyw-recorder-figures>`;
    const isGone = isPaused && phase.by === 'screen_gone';
    const pause = this.#round(say('bar.pauseName'), Pause, () => recorder.pause());
    const resume = this.#round(say('bar.resumeName'), Play, () => recorder.resume(), 'go');
    // While the other person is being asked, going on isn't this person's to decide.
    const toggle = isPaused ? (phase.by === 'person' ? resume : nothing) : pause;
    return html`<div class="block running" role="group" tabindex="-1" aria-label=${say('bar.name')}>
      <div class="line">
        ${this.#preview()} ${this.#figures(isPaused, say(isPaused ? 'paused.title' : 'bar.rec'), figures, text)}
        ${isGone ? nothing : html`${toggle}${this.#stop(say('bar.stopName'), () => recorder.stop())}`}
      </div>
      ${isGone ? this.#screenGone() : nothing}
    </div>`;
  }

  #screenGone() {
    const { recorder, say } = this;
    return html`<div class="answers">
      ${this.#button(say('paused.finish'), () => recorder.stop())}
      ${this.#button(say('paused.choose'), () => recorder.resume(), 'primary')}
    </div>`;
  }

  #theirs(view: RecorderView) {
    const { theirs } = view;
    const name = peerOf(view, this.say);
    switch (theirs.kind) {
      case 'none':
        return nothing;
      case 'asks':
        return this.#question(theirs, name);
      case 'records':
        return this.#records(theirs, name, view.phase);
    }
  }

  #question(theirs: Asks, name: string) {
    const { recorder, say } = this;
    const { title, text } = tellQuestion(theirs, name, say);
    return html`<div class="block question" role="group" tabindex="-1" aria-label=${say('bar.name')}>
      <div class="line">
        <span class="mark">${icon(CircleDot, 22)}</span>
        <div class="who">
          <div role="alert">
            <p class="name">${title}</p>
            <p>${text}</p>
          </div>
          <p class="left">${this.#countdown(theirs.until)}</p>
        </div>
      </div>
      <div class="answers">
        ${this.#button(say('question.refuse'), () => recorder.answer(false), 'refuse')}
        ${this.#button(say('question.allow'), () => recorder.answer(true), 'primary')}
      </div>
    </div>`;
  }

  #records({ progress }: Records, peer: string, own: RecorderPhase) {
    const { recorder, say } = this;
    const isPaused = progress?.paused === true;
    const words = say(isPaused ? 'theirs.paused' : 'theirs.records', { name: peer });
    const figures = progress === null ? nothing : tellProgress(progress, say);
    // The pictures are of the own recording as long as there is one.
    const preview = own.kind === 'recording' || own.kind === 'paused' ? nothing : this.#preview();
    const stop = say('theirs.stop', { name: peer });
    return html`<div class="block running" role="group" tabindex="-1" aria-label=${say('bar.name')}>
      <div class="line">
        ${preview} ${this.#figures(isPaused, words, nothing, figures)}
        <button class="button" aria-label=${stop} title=${stop} @click=${() => recorder.withdraw()}>${say('bar.stop')}</button>
      </div>
    </div>`;
  }

  #preview() {
    return html`<ycyw-recorder-preview
      .pictures=${this.recorder.preview}
      .name=${this.say('bar.preview')}
    ></ycyw-recorder-preview>`;
  }

  #figures(isPaused: boolean, words: string, figures: unknown, text: unknown) {
    return html`<div class="who">
      <p class="name">
        ${isPaused ? icon(Pause, 14) : html`<span class="dot"></span>`}${words} ${figures}
      </p>
      <p>${text}</p>
    </div>`;
  }

  #countdown(until: number) {
    return html`<ycyw-recorder-countdown
      .until=${until}
      .say=${this.say}
      .clock=${this.clock}
    ></ycyw-recorder-countdown>`;
  }

  #card({ picture, title, text, look = '', more = nothing, actions = nothing, away = false }: Card): TemplateResult {
    const { say } = this;
    const dismiss = this.#round(say('bar.dismiss'), X, () => this.recorder.dismiss(), 'plain');
    return html`<div class="block ${look}" role="group" tabindex="-1" aria-label=${say('bar.name')}>
      <div class="line">
        <span class="mark">${icon(picture, 20)}</span>
        <div class="who ${text === '' && more === nothing ? 'short' : ''}">
          <p class="name">${title}</p>
          ${text === '' ? nothing : html`<p>${text}</p>`}${more === nothing ? nothing : html`<p>${more}</p>`}
        </div>
        ${actions === nothing && !away ? nothing : html`<div class="do">${actions}${away ? dismiss : nothing}</div>`}
      </div>
    </div>`;
  }

  #show() {
    const name = this.say('bar.showName');
    return html`<button class="button" title=${name} @click=${this.#showList}>${this.say('bar.show')}</button>`;
  }

  #showList(): void {
    ask(this, 'show-recordings');
    this.recorder.dismiss();
  }

  #button(words: string, act: () => void, look = '') {
    return html`<button class="button ${look}" @click=${act}>${words}</button>`;
  }

  #stop(name: string, act: () => void) {
    return this.#round(name, Square, act, 'stop');
  }

  #round(name: string, picture: IconNode, act: () => void, look = '') {
    return html`<button class="round ${look}" aria-label=${name} title=${name} @click=${act}>${icon(picture, 20)}</button>`;
  }

  protected override updated(): void {
    this.#announce();
    // What had the focus is gone. The block that came in its place gets it, not a button: the next key mustn't press one.
    if (this.#focused !== null && !this.#focused.isConnected) {
      this.renderRoot.querySelector<HTMLElement>('.block')?.focus();
    }
  }

  #announce(): void {
    const view = this.recorder.getState();
    const { phase, theirs } = view;
    const before = this.#told;
    const lines = this.#lines(view);
    this.#told = { phase: phase.kind, theirs: theirs.kind, lines };
    const fresh = lines.filter((line) => line !== '' && !before.lines.includes(line)).join(' ');
    if (fresh !== '') this.renderRoot.querySelector('ycyw-announcer')?.announce(fresh);
  }

  /** What a person who doesn't see the bar is told; what is new in it is announced. The question speaks for itself. */
  #lines(view: RecorderView): string[] {
    const { say } = this;
    const { phase, theirs } = view;
    const name = peerOf(view, say);
    const { title, text } = tellPhase(phase, name, say);
    const lines = [`${title} ${text}`.trim(), tellTheirs(theirs, name, say)];
    if (this.#told.phase === 'asking' && phase.kind === 'starting') lines.unshift(say('asking.agreed', { name }));
    if (theirs.kind === 'none' && this.#told.theirs === 'asks') lines.push(say('question.over'));
    if (theirs.kind === 'none' && this.#told.theirs === 'records') lines.push(say('theirs.over', { name }));
    return lines;
  }
}

interface Card {
  picture: IconNode;
  title: string;
  text: string;
  look?: 'good' | 'bad' | '';
  more?: unknown;
  actions?: unknown;
  /** The person can put it away. */
  away?: boolean;
}

customElements.define('ycyw-recorder-bar', RecorderBar);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recorder-bar': RecorderBar;
  }
}
