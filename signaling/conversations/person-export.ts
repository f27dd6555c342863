/**
 * All that there is of one person, as a zip that is made while it is read: each conversation as JSON and as text, files and
 * recordings as they came, and what is known of the person.
 */
import { makeZip } from 'client-zip';
import type { ConversationEvent, LogName } from '../protocol/events.ts';
import { PAGE_EVENTS } from '../protocol/limits.ts';
import type { AttachmentRecord, CustomerRecord, Store } from '../store/store.ts';
import { nameOf, transcript } from './transcript.ts';

export interface ExportDeps {
  store: Pick<Store, 'person' | 'conversationsOf' | 'eventsAfter' | 'filesOf'>;
  /** Rejects when it isn't there. */
  read: (file: AttachmentRecord) => Promise<ReadableStream<Uint8Array>>;
}

interface Entry {
  name: string;
  lastModified: Date;
  input: string | ReadableStream<Uint8Array>;
  size?: number;
}

/** Null: there is nobody with this id. */
export async function personExport(deps: ExportDeps, customer: string): Promise<ReadableStream<Uint8Array> | null> {
  const people = await deps.store.person(customer);
  // It says per entry that names are UTF-8.
  return people.length === 0 ? null : makeZip(entries(deps, people), { buffersAreUTF8: true });
}

export async function logOfConversation(
  store: Pick<Store, 'eventsAfter'>,
  conversation: string,
  log: LogName,
): Promise<ConversationEvent[]> {
  const events: ConversationEvent[] = [];
  for (;;) {
    const page = await store.eventsAfter(conversation, log, events.at(-1)?.seq ?? 0, PAGE_EVENTS);
    events.push(...page);
    if (page.length < PAGE_EVENTS) return events;
  }
}

async function* entries({ store, read }: ExportDeps, people: readonly CustomerRecord[]): AsyncGenerator<Entry> {
  const conversations: string[] = [];
  for (const person of people) {
    for (const { state } of await store.conversationsOf(person.id)) {
      conversations.push(state.id);
      const [events, notes] = [
        await logOfConversation(store, state.id, 'main'),
        await logOfConversation(store, state.id, 'notes'),
      ];
      const name = `conversations/${new Date(state.createdAt).toISOString().slice(0, 10)}-${state.id}`;
      const lastModified = new Date(state.lastAt);
      yield { name: `${name}.json`, lastModified, input: json({ state, events, notes }) };
      yield { name: `${name}.txt`, lastModified, input: transcript(state, events, nameOf(person)) };
    }
  }
  const files = await store.filesOf({ customers: people.map(({ id }) => id), conversations });
  const missing: string[] = [];
  for (const file of files) {
    const input = await read(file).catch(() => null);
    if (input) yield { name: pathOf(file), lastModified: new Date(file.createdAt), input, size: file.size };
    else missing.push(file.id);
  }
  // The hash of a secret says nothing about anybody.
  const known = people.map(({ secretHash, ...person }) => person);
  const said = { people: known, conversations, files: files.map((file) => ({ ...file, path: pathOf(file) })), missing };
  yield {
    name: 'person.json',
    lastModified: new Date(Math.max(...people.map((one) => one.createdAt))),
    input: json(said),
  };
}

/** The id keeps apart what has the same name. Whatever could lead out of a folder, or no disk takes, is a line. */
const pathOf = ({ id, name, length }: AttachmentRecord): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
  `${length === undefined ? 'files' : 'recordings'}/${id}/${name.replace(/[\\/:*?"<>|\0-\x1f]|^\.+/g, '_')}`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
