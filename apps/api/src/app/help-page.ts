import type { ServerResponse } from 'node:http';
import { FAILURES } from '../providers/failure.ts';

const STYLE = 'body{font:15px/1.6 system-ui;max-width:44rem;margin:3rem auto;padding:0 1rem}code{color:#667}:target{background:#fe98}';

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Why a render failed · Dailies</title><style>${STYLE}</style>
<h1>Why a render failed</h1>
${Object.entries(FAILURES)
  .map(
    ([code, { sentence, retryable }]) => `<section id="${code}"><h2><code>${code}</code></h2><p>${sentence}</p>
<p>${retryable ? 'The same request may well succeed: retry it from the campaign.' : 'The same request would fail again: change it first.'}</p></section>`,
  )
  .join('\n')}
</html>`;

/** `GET /help/failures`: every cause a render can fail with, where `helpUrl` points to. */
export function respondHelp(response: ServerResponse): void {
  const headers = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'", 'x-content-type-options': 'nosniff' };
  response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' }).end(page);
}
