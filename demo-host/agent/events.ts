/** What the parts of the console ask of the desk around them. */
import type { Command } from './keyboard.ts';

/** Somebody wants to see a conversation, or to have it. */
export class LineEvent extends Event {
  readonly conversation: string;
  constructor(type: 'open-line' | 'take-line', conversation: string) {
    super(type, { bubbles: true, composed: true });
    this.conversation = conversation;
  }
}

/** A button was pressed that means the same as a key. */
export class CommandEvent extends Event {
  readonly command: DeskCommand;
  constructor(command: DeskCommand) {
    super('desk-command', { bubbles: true, composed: true });
    this.command = command;
  }
}

export type DeskCommand =
  | Command
  | 'call'
  | 'video'
  | 'near-call'
  | 'recordings'
  | 'inbox'
  | 'settings'
  | 'erase'
  | 'team'
  | 'audit'
  | 'presence'
  | 'sign-out'
  | 'sign-out-everywhere';
