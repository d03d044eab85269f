/** Keeps the `sizeMax` most recently used values. */
export class RecentCache<Value> {
  readonly #values = new Map<string, Value>();
  readonly #sizeMax: number;

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  /** The kept value, or the one that `make` makes now. */
  getOrMake(key: string, make: () => Value): Value {
    const kept = this.#values.get(key);
    const value = kept === undefined ? make() : kept;
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#sizeMax) this.#values.delete(this.#values.keys().next().value ?? key);
    return value;
  }

  forget(key: string): void {
    this.#values.delete(key);
  }
}
