/**
 * As much of the frameworks' own types as the package's build on, in the shape in which they declare it: React's stand in a
 * package of their own, Preact and Solid aren't here at all.
 */
declare module 'react' {
  export type Key = string | number | bigint;
  export interface ClassAttributes<T> {
    key?: Key | null;
    ref?: ((instance: T | null) => void) | { current: T | null } | null;
  }
  export interface HTMLAttributes<T> {
    className?: string;
    hidden?: boolean;
    id?: string;
    onClick?: (event: { currentTarget: T }) => void;
  }
  export namespace JSX {
    interface IntrinsicElements {
      div: ClassAttributes<HTMLDivElement> & HTMLAttributes<HTMLDivElement>;
    }
  }
}
declare module 'react/jsx-runtime' {
  import type { JSX as ReactJsx } from 'react';
  export namespace JSX {
    interface IntrinsicElements extends ReactJsx.IntrinsicElements {}
  }
}
declare module 'preact' {
  export namespace JSX {
    interface HTMLAttributes<T> {
      class?: string;
      ref?: ((instance: T | null) => void) | null;
    }
    interface IntrinsicElements {
      div: HTMLAttributes<HTMLDivElement>;
    }
  }
}
declare module 'preact/jsx-runtime' {
  import type { JSX as PreactJsx } from 'preact';
  export namespace JSX {
    interface IntrinsicElements extends PreactJsx.IntrinsicElements {}
  }
}
declare module 'solid-js' {
  export namespace JSX {
    interface HTMLAttributes<T> {
      class?: string;
      ref?: T | ((element: T) => void);
    }
    interface IntrinsicElements {
      div: HTMLAttributes<HTMLDivElement>;
    }
  }
}
declare module 'solid-js/jsx-runtime' {
  import type { JSX as SolidJsx } from 'solid-js';
  export namespace JSX {
    interface IntrinsicElements extends SolidJsx.IntrinsicElements {}
  }
}
