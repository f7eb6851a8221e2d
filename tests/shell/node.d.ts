// What the tests use of Node. Its own types would change what `setTimeout` gives in the shell.

declare module "node:test" {
  type Body = () => unknown;
  export function test(name: string, body: Body): Promise<void>;
  export const mock: {
    method(
      on: object,
      name: string,
      instead: () => void,
    ): { mock: { calls: { arguments: unknown[] }[]; restore(): void } };
    timers: { enable(options: { apis: string[] }): void; tick(milliseconds: number): void; reset(): void };
  };
}

declare module "node:assert/strict" {
  type Refusal = RegExp | Record<string, unknown>;
  const assert: {
    equal<T>(actual: T, expected: T, message?: string): void;
    notEqual<T>(actual: T, expected: T, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    fail(message?: string): never;
    ok(value: unknown, message?: string): asserts value;
    rejects(promise: Promise<unknown>, refusal: Refusal): Promise<void>;
  };
  export default assert;
}

declare module "node:zlib" {
  export function inflateSync(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  export function crc32(bytes: Uint8Array): number;
}
