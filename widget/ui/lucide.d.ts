/** lucide ships its types for the whole set only; this gives them to the single files, so that only used icons are bundled. */
declare module 'lucide/dist/esm/icons/*.mjs' {
  const node: readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];
  export default node;
}
