type Numbers = Uint8Array | Int32Array | Float64Array;

/** A growing array of numbers. A million records are too many for objects with a field for each. */
export class Column {
  private values: Numbers;

  constructor(
    private readonly type: new (length: number) => Numbers,
    private readonly absent: number,
  ) {
    this.values = new type(1024).fill(absent);
  }

  get(index: number): number {
    return this.values[index] ?? this.absent;
  }

  set(index: number, value: number): void {
    if (index >= this.values.length) {
      const grown = new this.type(Math.max(index + 1, this.values.length * 2)).fill(this.absent);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[index] = value;
  }
}
