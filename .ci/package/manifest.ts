/**
 * The custom-elements manifest: what the public element's JSDoc says, as data. The package, the editors' data, the types and
 * the reference page are made of it. Knows the analyzer; whoever uses it knows this file's types only.
 */
import { readFileSync } from 'node:fs';
import * as analyzer from '@custom-elements-manifest/analyzer';

/** Where integrators' names come from. Only what is in here is read. */
const SOURCES = ['widget/ycyw-support.ts', 'widget/support-attributes.ts', 'widget/support-host.ts'];

interface Typed {
  name: string;
  description?: string;
  type?: { text: string };
  default?: string;
}

export interface Attribute extends Typed {
  /** The property of the same meaning. */
  fieldName: string;
}

export interface Field extends Typed {
  kind: 'field';
  attribute?: string;
  reflects?: boolean;
  readonly?: boolean;
}

interface Parameter extends Typed {
  optional?: boolean;
}

export interface Method {
  kind: 'method';
  name: string;
  description?: string;
  parameters?: Parameter[];
  return?: { type?: { text: string }; description?: string };
  /** An extension of the schema: `RangeError: when …`. */
  throws?: string[];
}

export interface Declaration {
  kind: 'class';
  name: string;
  tagName: string;
  description: string;
  attributes: Attribute[];
  members: (Field | Method)[];
  events: Typed[];
  cssParts: Typed[];
  cssProperties: (Typed & { syntax?: string })[];
}

export interface Manifest {
  schemaVersion: string;
  readme: string;
  modules: { kind: string; path: string; declarations: Declaration[]; exports: unknown[] }[];
}

/** The part of the analyzer's and its TypeScript's interface that is used here: what it ships describes less than it exports. */
interface Node {
  kind: number;
  name?: { text?: string };
  type?: Node;
  initializer?: Node;
  expression?: Node;
  elements?: { text: string }[];
  modifiers?: { kind: number }[];
  jsDoc?: { tags?: { tagName: { text: string }; typeExpression?: Node; comment?: string }[] }[];
  getText(): string;
}
interface Analyzer {
  ts: {
    createSourceFile(name: string, text: string, target: number, setParents: boolean): Node;
    ScriptTarget: { ESNext: number };
    SyntaxKind: Record<string, number>;
  };
  create(options: { modules: Node[]; plugins: Plugin[] }): {
    modules: { path: string; declarations: RawDeclaration[] }[];
  };
}
interface Plugin {
  name: string;
  collectPhase?(of: { node: Node }): void;
}
type RawMember = (Field | Method) & { privacy?: string; static?: boolean };
interface RawDeclaration extends Omit<Declaration, 'members'> {
  members?: RawMember[];
}

const { create, ts } = analyzer as unknown as Analyzer;
const { SyntaxKind } = ts;

/** What the analyzer leaves: short names of unions, which members are the page's business, and what methods throw. */
class Findings {
  readonly unions = new Map<string, string>();
  readonly hidden = new Set<string>();
  readonly throws = new Map<string, string[]>();
  readonly returns = new Map<string, string>();
  readonly answers = new Map<string, string>();
  readonly #lists = new Map<string, string>();

  look({ node }: { node: Node }): void {
    const name = node.name?.text;
    if (name === undefined) return;
    if (node.kind === SyntaxKind.VariableDeclaration) this.#list(name, node);
    else if (node.kind === SyntaxKind.TypeAliasDeclaration) this.#union(name, node.type?.getText() ?? '');
    else this.#member(name, node);
  }

  /** `['a', 'b'] as const` */
  #list(name: string, { initializer }: Node): void {
    const elements = initializer?.expression?.elements;
    if (elements) this.#lists.set(name, elements.map(({ text }) => `'${text}'`).join(' | '));
  }

  #union(name: string, text: string): void {
    const list = /^\(typeof (\w+)\)\[number\]$/.exec(text)?.[1];
    const union = list === undefined ? text : this.#lists.get(list);
    if (union !== undefined && /^'[^{]*$/.test(union)) this.unions.set(name, union);
  }

  #member(name: string, { kind, type, modifiers = [], jsDoc = [] }: Node): void {
    if (kind === SyntaxKind.MethodDeclaration && type !== undefined) this.returns.set(name, type.getText());
    const tags = jsDoc.flatMap(({ tags = [] }) => tags);
    const isOwn = modifiers.some(({ kind }) => kind === SyntaxKind.OverrideKeyword);
    if (isOwn || tags.some(({ tagName }) => tagName.text === 'internal')) this.hidden.add(name);
    const said = (tag: string) => tags.filter(({ tagName }) => tagName.text === tag);
    const thrown = said('throws').map(
      ({ typeExpression, comment = '' }) => `${typeExpression?.getText().slice(1, -1) ?? 'Error'}: ${oneLine(comment)}`,
    );
    if (thrown.length > 0) this.throws.set(name, thrown);
    const [answer] = said('returns');
    if (answer?.comment !== undefined) this.answers.set(name, oneLine(answer.comment));
  }
}

/** Comments are broken into lines by their width, which means nothing to readers. */
const oneLine = (text: string): string => text.replace(/\s*\n\s*\*?\s*/g, ' ').trim();

/** All descriptions in here, in one line each. */
function tidied<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    typeof inner === 'string' && (key === 'description' || key === 'default') ? oneLine(inner) : inner,
  ) as T;
}

/** @param root the repository's folder, as a URL that ends with a slash */
export function makeManifest(root: URL): Manifest {
  const found = new Findings();
  const modules = SOURCES.map((path) =>
    ts.createSourceFile(path, readFileSync(new URL(path, root), 'utf8'), ts.ScriptTarget.ESNext, true),
  );
  // Constants first: the unions that are made of them may stand in another file.
  modules.sort(
    (one, other) => Number(other.getText().includes('as const')) - Number(one.getText().includes('as const')),
  );
  const { modules: raw } = create({
    modules,
    plugins: [{ name: 'what-integrators-see', collectPhase: (params) => found.look(params) }],
  });
  const element = raw.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName !== undefined);
  if (element === undefined) throw new Error('No documented element in widget/ycyw-support.ts.');
  const spelled = (text: string): string => {
    const union = [...found.unions].find(([name]) => new RegExp(`\\b${name}\\b`).test(text));
    if (union === undefined) return text;
    return text.replace(new RegExp(`\\b${union[0]}\\b`), /\[\]$/.test(text) ? `(${union[1]})` : union[1]);
  };
  const members = (element.members ?? []).filter(
    ({ name, privacy, static: isStatic }) => privacy === undefined && !isStatic && !found.hidden.has(name),
  );
  const typed = <T extends Typed>(one: T): T =>
    one.type === undefined ? one : { ...one, type: { text: spelled(one.type.text) } };
  const declaration: Declaration = {
    kind: 'class',
    name: element.name,
    tagName: element.tagName,
    description: element.description,
    attributes: element.attributes.map(typed),
    members: members.map((member) => {
      if (member.kind === 'method') return methodOf(member, found);
      // What it is made of is nobody's business.
      const { default: initial, ...field } = typed(member);
      return member.readonly === true || initial === undefined ? field : { ...field, default: initial };
    }),
    events: element.events.filter(({ name }) => name.startsWith(`${element.tagName.split('-')[0]}-`)),
    cssParts: element.cssParts,
    cssProperties: element.cssProperties.map(({ type, ...rest }) => ({ ...rest, syntax: type?.text ?? '*' })),
  };
  const reference = { name: element.name, module: 'ycyw-support.js' };
  return tidied({
    schemaVersion: '2.1.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: reference.module,
        declarations: [declaration],
        exports: [{ kind: 'custom-element-definition', name: element.tagName, declaration: reference }],
      },
    ],
  });
}

function methodOf(method: Method, { returns, answers, throws }: Findings): Method {
  const { name, parameters = [] } = method;
  const description = answers.get(name);
  const thrown = throws.get(name);
  return {
    ...method,
    parameters: parameters.map((one) => (one.default === undefined ? one : { ...one, optional: true })),
    return: {
      type: { text: returns.get(name) ?? 'void' },
      ...(description === undefined ? {} : { description }),
    },
    ...(thrown === undefined ? {} : { throws: thrown }),
  };
}

/** The one element that the manifest describes. */
export function elementOf({ modules }: Manifest): Declaration {
  const element = modules[0]?.declarations[0];
  if (element === undefined) throw new Error('The manifest describes nothing.');
  return element;
}
