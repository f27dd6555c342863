/** The company's mark, which lies beside the script wherever that is served from. */
export const MARK = new URL('mark.svg', import.meta.url).href;
