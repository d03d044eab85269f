import { expect } from 'vitest';

/** What some work throws, which must be of this type. */
export async function refusalOf<Refused>(work: Promise<unknown>, type: new (...args: never[]) => Refused): Promise<Refused> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(type);
  return error as Refused;
}
