// The service's endpoints as its OpenAPI document states them. A page names a path without its prefix, its parameters filled
// in: `/sales/${number}` is the endpoint `/store/api/v1/sales/{number}`.
import type { components, paths } from 'service-api';
import type { Options } from '../src/main/resources/dev/comptoir/ui/web/shared/api.js';

/** The path below the version: `/sales/{number}`. */
type Short<Path> = Path extends `/${string}/api/v1${infer Rest}` ? Rest : '';

/** A parameter takes any text but a constant of the page; the rest of a path must be the same. */
type SegmentFits<Part, Declared> = Declared extends `{${string}}`
  ? string extends Part
    ? true
    : `${number}` extends Part
      ? true
      : false
  : Part extends Declared
    ? true
    : false;

type Fits<Path, Declared> = Path extends `${infer First}/${infer Rest}`
  ? Declared extends `${infer DeclaredFirst}/${infer DeclaredRest}`
    ? SegmentFits<First, DeclaredFirst> extends true
      ? Fits<Rest, DeclaredRest>
      : false
    : false
  : Declared extends `${string}/${string}`
    ? false
    : SegmentFits<Path, Declared>;

type Operation<M extends Method, Path> = Exclude<
  { [Declared in keyof paths]: Fits<Path, Short<Declared>> extends true ? paths[Declared][M] : never }[keyof paths],
  undefined
>;

/** A path with its parameters filled in, by anything: `/sales/${string}`. */
type Filled<Declared> = Declared extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string | number}${Filled<After>}`
  : Declared;

/** A response states all its fields: an optional one is null when it has no value. */
type Stated<T> = T extends (infer Item)[]
  ? Stated<Item>[]
  : T extends object
    ? { [Name in keyof T]-?: StatedField<T[Name]> }
    : T;

type StatedField<T> = undefined extends T ? Stated<Exclude<T, undefined>> | null : Stated<T>;

type Content<Response> = Response extends { content: { 'application/json': infer Body } }
  ? Stated<Body>
  : Response extends { content: { 'text/csv': string } }
    ? string
    : Response extends { content: { 'application/pdf': string } }
      ? Blob
      : undefined;

type Success<Responses> = Responses extends { 200: infer Response }
  ? Content<Response>
  : Responses extends { 201: infer Response }
    ? Content<Response>
    : undefined;

/** Values of a form are texts; a list repeats the parameter. */
type Query<Operation> = Operation extends { parameters: { query?: infer Names } }
  ? { [Name in keyof Exclude<Names, undefined>]?: Exclude<Names, undefined>[Name] | string | string[] | null }
  : never;

/** The arguments after a path; a path without an endpoint for the method has none that fit. */
type Arguments<M extends Method, Path, Rest extends unknown[]> = [Operation<M, Path>] extends [never]
  ? [never: 'no endpoint has this path and method']
  : Rest;

declare global {
  type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

  type Get = <Path extends AnyPath>(
    path: Path,
    ...rest: Arguments<'get', Path, [query?: QueryOf<'get', Path>, options?: Options]>
  ) => Promise<ResponseOf<'get', Path>>;

  type Write<M extends Method> = <Path extends AnyPath>(
    path: Path,
    ...rest: Arguments<M, Path, [body?: BodyOf<M, Path>, options?: Options]>
  ) => Promise<ResponseOf<M, Path>>;

  type Delete = <Path extends AnyPath>(
    path: Path,
    ...rest: Arguments<'delete', Path, []>
  ) => Promise<ResponseOf<'delete', Path>>;

  /** Texts that look like a path. */
  type AnyPath = Filled<Short<keyof paths>>;

  type ResponseOf<M extends Method, Path extends AnyPath> =
    Operation<M, Path> extends { responses: infer Responses } ? Success<Responses> : never;

  type BodyOf<M extends Method, Path extends AnyPath> =
    Operation<M, Path> extends { requestBody: { content: { 'application/json': infer Body } } } ? Body : undefined;

  type QueryOf<M extends Method, Path extends AnyPath> = Query<Operation<M, Path>>;

  /** One element of a list that an endpoint returns. */
  type ItemOf<Path extends AnyPath> = ResponseOf<'get', Path> extends { items: (infer Item)[] } ? Item : never;

  /** A type that the OpenAPI document names, as a response states it. */
  type Schema<Name extends keyof components['schemas']> = Stated<components['schemas'][Name]>;
}
