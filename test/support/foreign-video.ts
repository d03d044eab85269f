import { expect } from 'vitest';
import type { TestApp } from './start-app.ts';

/** A create that no row of ours stands for: what a restored database forgot, a frozen worker sent late, or somebody else made. Answers its id. */
export async function createBehindOurBack({ sandbox }: Pick<TestApp, 'sandbox'>, prompt: string, model = 'sora-2'): Promise<string> {
  const { videosUrl, videosKey } = sandbox.ready;
  const answer = await fetch(`${videosUrl}/videos`, {
    method: 'POST',
    headers: { authorization: `Bearer ${videosKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, prompt, seconds: '4', size: '720x1280' }),
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Waits until the provider has rendered it. */
export async function untilFinished({ sandbox }: Pick<TestApp, 'sandbox'>, id: string): Promise<void> {
  const { videosUrl, videosKey } = sandbox.ready;
  await expect
    .poll(async () => {
      const answer = await fetch(`${videosUrl}/videos/${id}`, { headers: { authorization: `Bearer ${videosKey}` } });
      return ((await answer.json()) as { status: string }).status;
    })
    .toBe('completed');
}
