/** The package's types, as text, from the manifest: the element for the DOM, and for the frameworks that have JSX or templates of their own. */
import type { Declaration, Field, Method } from './manifest.ts';

/** A comment as editors show it. */
function comment(lines: readonly string[], indent = '  '): string {
  const said = lines.filter((line) => line !== '');
  if (said.length === 0) return '';
  return `${indent}/**\n${said.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

const field = ({ name, type, description = '', default: initial, readonly: isFixed }: Field): string =>
  comment([description, initial === undefined ? '' : `@default ${initial}`]) +
  `  ${isFixed === true ? 'readonly ' : ''}${name}: ${type?.text ?? 'unknown'};\n`;

function method({ name, description = '', parameters = [], return: answer, throws = [] }: Method): string {
  const params = parameters.map(
    (one) => `${one.name}${one.optional === true ? '?' : ''}: ${one.type?.text ?? 'unknown'}`,
  );
  return `${comment([
    description,
    ...parameters.map((one) => (one.description === undefined ? '' : `@param ${one.name} ${one.description}`)),
    answer?.description === undefined ? '' : `@returns ${answer.description}`,
    ...throws.map((thrown) => `@throws ${thrown.replace(/^(\w+): /, '{$1} ')}`),
  ])}  ${name}(${params.join(', ')}): ${answer?.type?.text ?? 'void'};\n`;
}

const isField = (member: Field | Method): member is Field => member.kind === 'field';

/** @param named the types that the element's own mention, as the compiler declared them */
export function domTypes({ name, tagName, description, members, attributes }: Declaration, named: string): string {
  const settable = members.filter(isField).filter((one) => one.readonly !== true);
  return `/** Types of <${tagName}>. Importing the package defines the element; these have no value of their own. */
${named}
${comment([description], '')}export interface ${name} extends HTMLElement {
${members.map((member) => (isField(member) ? field(member) : method(member))).join('\n')}}

/** What can be set as an attribute, as it stands in HTML. */
export interface SupportAttributes {
${attributes.map((one) => `${comment([one.description ?? ''])}  '${one.name}'?: ${attributeType(one.type?.text)};\n`).join('')}}

/** What can be set as a property. */
export type SupportProperties = Partial<Pick<${name}, ${settable.map((one) => `'${one.name}'`).join(' | ')}>>;

/** Listeners as JSX has them: \`onycyw-message={(event) => …}\`. */
export type SupportListeners = {
  [Type in keyof SupportEventMap as \`on\${Type}\`]?: (event: SupportEventMap[Type]) => void;
};

declare global {
  interface HTMLElementTagNameMap {
    '${tagName}': ${name};
  }
  interface GlobalEventHandlersEventMap extends SupportEventMap {}
  interface Window {
    /** Calls made before the element is there are kept: \`(window.ycyw ??= []).push((support) => support.show())\`. */
    ycyw?: ((support: ${name}) => void)[] | { push(...calls: ((support: ${name}) => void)[]): void };
  }
}
`;
}

/** In HTML, what isn't one of few words or a flag is any text. */
const attributeType = (type = 'string'): string => {
  if (type === 'boolean') return 'boolean';
  return /^'[^']+'( \| '[^']+')*$/.test(type) ? type : 'string';
};

interface Framework {
  name: string;
  /** @param element the interface's name, @param tag as it stands in templates */
  types(element: string, tag: string): string;
}

const head = (framework: string, imports: string): string =>
  `/** <ycyw-support> in ${framework}: \`import type {} from 'ycyw-support/${framework.toLowerCase()}'\` once, in any file. */\n${imports}`;

export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'react',
    types: (element, tag) => `${head(
      'React',
      `import type { ClassAttributes, HTMLAttributes } from 'react';
import type { SupportAttributes, SupportListeners, SupportProperties, ${element} } from './index.js';
`,
    )}
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      '${tag}': ClassAttributes<${element}> &
        Omit<HTMLAttributes<${element}>, keyof SupportAttributes | keyof SupportProperties> &
        Omit<SupportAttributes, keyof SupportProperties> &
        SupportProperties &
        SupportListeners;
    }
  }
}
`,
  },
  {
    name: 'preact',
    types: (element, tag) => `${head(
      'Preact',
      `import type { JSX } from 'preact';
import type { SupportAttributes, SupportListeners, SupportProperties, ${element} } from './index.js';
`,
    )}
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      '${tag}': Omit<JSX.HTMLAttributes<${element}>, keyof SupportAttributes | keyof SupportProperties> &
        Omit<SupportAttributes, keyof SupportProperties> &
        SupportProperties &
        SupportListeners;
    }
  }
}
`,
  },
  {
    name: 'solid',
    types: (element, tag) => `${head(
      'Solid',
      `import type { JSX } from 'solid-js';
import type { SupportAttributes, SupportEventMap, SupportProperties, ${element} } from './index.js';
`,
    )}
type Prefixed<Prefix extends string, Of> = { [Name in keyof Of as \`\${Prefix}:\${Name & string}\`]?: Of[Name] };
type Handlers = { [Type in keyof SupportEventMap]: (event: SupportEventMap[Type]) => void };

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      '${tag}': Omit<JSX.HTMLAttributes<${element}>, keyof SupportAttributes> &
        SupportAttributes &
        Prefixed<'attr', SupportAttributes> &
        Prefixed<'prop', SupportProperties> &
        Prefixed<'on', Handlers>;
    }
  }
}
`,
  },
  {
    name: 'vue',
    types: (element, tag) => `${head(
      'Vue',
      `import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { SupportAttributes, SupportEventMap, SupportProperties, ${element} } from './index.js';
`,
    )}
type Emits = { [Type in keyof SupportEventMap]: (event: SupportEventMap[Type]) => void };
/** As templates say it: \`@ycyw-message\` is the property \`onYcywMessage\`. */
type Camel<Name extends string> = Name extends \`\${infer First}-\${infer Rest}\` ? \`\${First}\${Capitalize<Camel<Rest>>}\` : Name;
type Listeners = { [Type in keyof Emits as \`on\${Capitalize<Camel<Type>>}\`]?: Emits[Type] };

interface Component {
  new (): ${element} & {
    /** What templates may set. Not there at run time. */
    $props: Omit<HTMLAttributes, keyof SupportAttributes | keyof SupportProperties> &
      Omit<SupportAttributes, keyof SupportProperties> &
      SupportProperties &
      Listeners &
      PublicProps;
    $emit: EmitFn<Emits>;
  };
}

declare module 'vue' {
  interface GlobalComponents {
    '${tag}': Component;
  }
}
`,
  },
];
