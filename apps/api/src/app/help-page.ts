import type { ServerResponse } from 'node:http';
import { RULE_CODES, RULES } from '@dailies/schema/lint';
import { FAILURES } from '../providers/failure.ts';

const STYLE = 'body{font:15px/1.6 system-ui;max-width:44rem;margin:3rem auto;padding:0 1rem}code{color:#667}:target{background:#fe98}';

const EFFECT = {
  reject: 'Such a prompt is not rendered, and costs nothing.',
  warn: 'Such a prompt is rendered; it will likely disappoint.',
  hint: 'Such a prompt is rendered; it could be better.',
};

function pageOf(title: string, sections: string[]): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Dailies</title><style>${STYLE}</style>
<h1>${title}</h1>
${sections.join('\n')}
</html>`;
}

const FAILURES_PAGE = pageOf(
  'Why a render failed',
  Object.entries(FAILURES).map(
    ([code, { sentence, retryable }]) => `<section id="${code}"><h2><code>${code}</code></h2><p>${sentence}</p>
<p>${retryable ? 'The same request may well succeed: retry it from the campaign.' : 'The same request would fail again: change it first.'}</p></section>`,
  ),
);

const POLICY_PAGE = pageOf(
  'What prompts are read for',
  RULE_CODES.map((code) => {
    const { name, sentence, severity } = RULES[code];
    return `<section id="${code.replaceAll('_', '-')}"><h2>${name}</h2><p>${sentence}</p><p>${EFFECT[severity]}</p></section>`;
  }),
);

/** The pages `helpUrl` points into: every cause a render can fail with, and every rule prompts are read by. */
export const HELP_PAGES: ReadonlyMap<string, string> = new Map([
  ['/help/failures', FAILURES_PAGE],
  ['/help/policy', POLICY_PAGE],
]);

export function respondHelp(response: ServerResponse, page: string): void {
  const headers = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'", 'x-content-type-options': 'nosniff' };
  response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' }).end(page);
}
