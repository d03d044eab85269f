import { parseArgs } from 'node:util';
import { DIALECTS, type Dialect, parseSize } from '@dailies/schema';

export const USAGE = `npm run provider -- check <base-url> [options]      (the address ends in /v1)

  --key-env NAME          the variable that holds the key            (VIDEOS_API_KEY; "none" for a server that asks for none)
  --dialect WORD          ${DIALECTS.join(', ')}             (openai)
  --model, --size, --seconds   what to render                        (sora-2, 720x1280, 4)
  --write ENDPOINT        keep what was found on this endpoint's row
  --webhook-port N        wait for the signed announcement on 127.0.0.1:N; --webhook-secret-env NAME holds its secret
  --wait SECONDS          how long the render may take               (900)
  --yes                   begin without asking: a check costs up to three renders
  --json                  for programs`;

export interface CheckOptions {
  baseUrl: string;
  keyName: string | null;
  dialect: Dialect;
  ask: { model: string; size: string; seconds: number };
  endpointId: string | null;
  webhook: { port: number; secretName: string } | null;
  patienceMs: number;
  isAgreed: boolean;
  json: boolean;
}

/** The command line as a check understands it; a sentence where it does not. */
export function readOptions(args: readonly string[]): CheckOptions | string {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'key-env': text('VIDEOS_API_KEY'),
      dialect: text('openai'),
      model: text('sora-2'),
      size: text('720x1280'),
      seconds: text('4'),
      write: { type: 'string' },
      'webhook-port': { type: 'string' },
      'webhook-secret-env': text('VIDEOS_WEBHOOK_SECRET'),
      wait: text('900'),
      yes: flag,
      json: flag,
    },
  });
  const [verb, address, ...rest] = positionals;
  if (verb !== 'check' || address === undefined || rest.length > 0) return USAGE;
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return `“${address}” is no address. It begins with https:// or http:// and ends in /v1.`;
  const dialect = DIALECTS.find((word) => word === values.dialect);
  if (!dialect) return `There is no dialect “${values.dialect}”. There are ${DIALECTS.join(', ')}.`;
  if (!parseSize(values.size)) return `“${values.size}” is no size. Write it as 720x1280.`;
  const seconds = wholeNumber(values.seconds, 120);
  if (seconds === null) return `“${values.seconds}” is no length: seconds from 1 to 120.`;
  const waitS = wholeNumber(values.wait, 86_400);
  if (waitS === null) return `“${values.wait}” is no time to wait: seconds from 1 to 86,400.`;
  const port = values['webhook-port'] === undefined ? null : wholeNumber(values['webhook-port'], 65_535);
  if (values['webhook-port'] !== undefined && port === null) return `“${values['webhook-port']}” is no port.`;
  return {
    baseUrl: address.replace(/\/+$/, ''),
    keyName: values['key-env'] === 'none' ? null : values['key-env'],
    dialect,
    ask: { model: values.model, size: values.size, seconds },
    endpointId: values.write ?? null,
    webhook: port === null ? null : { port, secretName: values['webhook-secret-env'] },
    patienceMs: waitS * 1000,
    isAgreed: values.yes,
    json: values.json,
  };
}

function wholeNumber(text: string, max: number): number | null {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= max ? value : null;
}
