/** The manifest says what the public contract lists, no more and no less. A name that changes here breaks pages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ATTRIBUTE_NAMES } from '../../widget/support-attributes.ts';
import { htmlData } from './editor-data.ts';
import { elementOf, makeManifest } from './manifest.ts';

const element = elementOf(makeManifest(new URL('../../', import.meta.url)));
const fields = element.members.filter((member) => member.kind === 'field');
const methods = element.members.filter((member) => member.kind === 'method');

/** Attribute, property, type, default. */
const ATTRIBUTES = [
  ['server', 'server', 'string', "the script tag's origin; required when imported from npm"],
  ['locale', 'locale', 'string', "nearest `lang`, then the browser's, then `en`"],
  ['open', 'open', 'boolean', 'false'],
  ['position', 'position', "'bottom-end' | 'bottom-start'", 'bottom-end'],
  ['color-scheme', 'colorScheme', "'auto' | 'light' | 'dark'", 'auto'],
  ['launcher', 'launcher', "'auto' | 'none'", 'auto'],
  [
    'features',
    'features',
    "readonly ('chat' | 'video' | 'screen' | 'recording' | 'attachments')[]",
    'what the service allows',
  ],
  ['topic', 'topic', 'string', 'none'],
  ['user-token', 'userToken', 'string', 'an anonymous visitor'],
  ['user-name', 'userName', 'string', 'empty: agents see "Visitor", and the chat asks'],
  ['user-email', 'userEmail', 'string', 'empty'],
  ['context', 'context', 'Record<string, unknown>', '{}'],
];
/** Properties without an attribute: name, type. */
const PROPERTIES = [
  ['tokenProvider', 'TokenProvider | null'],
  ['ready', 'Promise<void>'],
];
const METHODS = [
  'show(): void',
  'hide(): void',
  'toggle(): void',
  'send(text: string): Promise<string>',
  'startCall(wish?: CallWish): Promise<void>',
  'endCall(): void',
  'logout(): Promise<void>',
];
const EVENTS = [
  ['ycyw-ready', 'CustomEvent<void>'],
  ['ycyw-open', 'CustomEvent<void>'],
  ['ycyw-close', 'CustomEvent<void>'],
  ['ycyw-unread', 'CustomEvent<{ count: number }>'],
  ['ycyw-message', 'CustomEvent<{ id: string; text: string; own: boolean }>'],
  ['ycyw-conversation', 'CustomEvent<ConversationStatus>'],
  ['ycyw-call', 'CustomEvent<CallNews>'],
  ['ycyw-recording', 'CustomEvent<RecordingNews>'],
  ['ycyw-error', 'CustomEvent<{ reason: string; message: string }>'],
];
const PARTS = 'launcher badge panel header messages message composer call controls recorder'.split(' ');
const CUSTOM_PROPERTIES = [
  'accent',
  'on-accent',
  'surface',
  'text',
  'font',
  'radius',
  'offset-inline',
  'offset-block',
  'z-index',
].map((name) => `--ycyw-${name}`);

test('the manifest has every attribute of the contract, with its property, type and default', () => {
  const listed = element.attributes.map((one) => [one.name, one.fieldName, one.type?.text, one.default]);
  assert.deepEqual(listed, ATTRIBUTES);
  const properties = fields.filter((one) => one.attribute !== undefined).map((one) => [one.attribute, one.name]);
  assert.deepEqual(
    properties,
    ATTRIBUTES.map(([attribute, property]) => [attribute, property]),
  );
});

test('the attributes that are documented are those that the element reads', () => {
  assert.deepEqual(element.attributes.map(({ name }) => name).sort(), [...ATTRIBUTE_NAMES, 'open'].sort());
});

test('the manifest has every property and method of the contract, and nothing internal', () => {
  const others = fields.filter((one) => one.attribute === undefined).map((one) => [one.name, one.type?.text]);
  assert.deepEqual(others, PROPERTIES);
  const signatures = methods.map(({ name, parameters = [], return: answer }) => {
    const params = parameters.map((one) => `${one.name}${one.optional === true ? '?' : ''}: ${one.type?.text}`);
    return `${name}(${params.join(', ')}): ${answer?.type?.text}`;
  });
  assert.deepEqual(signatures, METHODS);
});

test('the manifest has every event of the contract, with the type of its detail', () => {
  assert.deepEqual(
    element.events.map(({ name, type }) => [name, type?.text]),
    EVENTS,
  );
});

test('the manifest has every part and custom property of the contract', () => {
  assert.deepEqual(
    element.cssParts.map(({ name }) => name),
    PARTS,
  );
  assert.deepEqual(
    element.cssProperties.map(({ name }) => name),
    CUSTOM_PROPERTIES,
  );
});

test('everything public is described', () => {
  const all = [
    ...element.attributes,
    ...element.members,
    ...element.events,
    ...element.cssParts,
    ...element.cssProperties,
  ];
  const silent = all.filter(({ description = '' }) => description.length < 10).map(({ name }) => name);
  assert.deepEqual(silent, []);
});

test('editors offer the words that an attribute may have', () => {
  const [tag] = htmlData(element).tags;
  const scheme = tag?.attributes.find(({ name }) => name === 'color-scheme');
  assert.deepEqual(scheme?.values, [{ name: 'auto' }, { name: 'light' }, { name: 'dark' }]);
  assert.equal(tag?.attributes.find(({ name }) => name === 'open')?.valueSet, 'v');
});
