// What the pages are made of.
import type { nothing, TemplateResult } from 'lit-html';

declare global {
  /** What a template shows. */
  type Content = TemplateResult | typeof nothing | string | number | null | undefined | Content[];

  /** An event of a form control or a key, as the templates' listeners receive it. */
  type PageEvent = KeyboardEvent & {
    target: HTMLInputElement;
    currentTarget: HTMLElement;
  };

  /** What may stand between the braces of a template; a function is a listener. */
  type TemplateValue = object | string | number | boolean | symbol | null | undefined | ((event: PageEvent) => unknown);

  type Tone = 'primary' | 'plain' | 'quiet' | 'danger';
  type MessageTone = 'ok' | 'low' | 'bad' | 'info' | 'plain';

  /** Tabs and choices: a value and its text. */
  type Choice<Value> = { value: Value; text: string };

  type Column<Row> = { title: string; cell: (row: Row) => Content; kind?: 'number' | 'action' };

  /** What a page does: `enter` receives the values of its address. */
  type Page = {
    title?: () => string;
    enter?: (values: Record<string, string>) => unknown;
    leave?: () => unknown;
    view: () => Content;
  };

  type Route = { path: string; title: string; page: Page; wide?: boolean };

  type NavigationItem = {
    path: string;
    icon: string;
    text: string;
    count?: number;
    alarm?: boolean;
    hidden?: boolean;
  };

  /** The pages of a service, and what stands around them. */
  type ServicePages = {
    pages: Route[];
    navigation: () => NavigationItem[];
    signIn: () => Content;
    account: () => Content;
    header?: () => Content;
    footer?: () => Content;
    onStart?: () => unknown;
    onEnd?: () => unknown;
  };

  /** Who is signed in. */
  type Session = ResponseOf<'post', '/login'>;
}
