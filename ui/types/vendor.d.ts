// What the pages load from their own service, out of the webjars of lit-html, is typed by the npm package of the same version.

declare module '*/vendor/lit-html/lit-html.js' {
  export { nothing, render, svg } from 'lit-html';

  import type { TemplateResult } from 'lit-html';

  /** As in lit-html, with typed event listeners. */
  export const html: (strings: TemplateStringsArray, ...values: TemplateValue[]) => TemplateResult;
}
declare module '*/vendor/lit-html/directives/keyed.js' {
  export { keyed } from 'lit-html/directives/keyed.js';
}
declare module '*/vendor/lit-html/directives/live.js' {
  export { live } from 'lit-html/directives/live.js';
}
declare module '*/vendor/lit-html/directives/ref.js' {
  export { ref } from 'lit-html/directives/ref.js';
}
declare module '*/vendor/lit-html/directives/repeat.js' {
  import type { ItemTemplate, KeyFn } from 'lit-html/directives/repeat.js';

  export const repeat: <Item>(items: Iterable<Item>, key: KeyFn<Item>, template: ItemTemplate<Item>) => object;
}
