import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export interface BrowserStage {
  /** Stands from the first test on. */
  readonly app: TestApp;
  urlOf(path: string): string;
  /** A page of the admin in a context of its own, with every error it logs. */
  open(
    path: string,
    options?: { colorScheme?: 'light' | 'dark'; prepare?: (page: Page) => Promise<void> },
  ): Promise<{ page: Page; errors: string[]; close: () => Promise<void> }>;
}

/** An installation and a browser for the tests of one file, ended with them. */
export function browserStage(options: Parameters<typeof startApp>[0] = {}): BrowserStage {
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await startApp(options);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });
  const urlOf = (path: string) => new URL(path, app.api.url).href;
  return {
    get app() {
      return app;
    },
    urlOf,
    open: async (path, { prepare, ...contextOptions } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await prepare?.(page);
      await page.goto(urlOf(path));
      return { page, errors, close: () => context.close() };
    },
  };
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
