const RUNS = 3;

/** The shortest of three runs in milliseconds: what the work itself needs, whatever else the machine does at the moment. */
export async function fastestMs(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const startedMs = performance.now();
    await work();
    took.push(performance.now() - startedMs);
  }
  return Math.min(...took);
}
