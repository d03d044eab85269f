import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A page in a context of its own, with every error it logs. */
export async function openPage(
  browser: Browser,
  url: URL,
  options: { colorScheme?: 'light' | 'dark'; prepare?: (page: Page) => Promise<void> } = {},
): Promise<{ page: Page; errors: string[]; close: () => Promise<void> }> {
  const { prepare, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await prepare?.(page);
  await page.goto(url.href);
  return { page, errors, close: () => context.close() };
}

/** What axe finds against WCAG 2.2 A and AA, one line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}

/** The page stays as it was loaded: a reload would lose this mark. */
export async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => document.body.setAttribute('data-loaded-once', 'yes'));
  return async () => (await page.locator('body[data-loaded-once=yes]').count()) === 1;
}
