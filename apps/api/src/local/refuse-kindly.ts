import { ProviderBusy } from '../catalog/provider-change.ts';
import { ConfigInvalid } from '../app/config.ts';
import { StartRefusal } from './start-refusal.ts';

/** Runs a command; what it can not do is said in plain words with its code, and only a bug shows its stack. Exit code 1 for both. */
export async function refuseKindly(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const isExpected = error instanceof ConfigInvalid || error instanceof StartRefusal || error instanceof ProviderBusy;
    process.stderr.write(isExpected ? `${error.message} (${error.code})\n` : `${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
}
