import pino, { type Logger } from 'pino';

/** A log line names an event and its ids: `log.info({ event: 'render.settled', renderId })`. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;

const SECRET_PATTERN =
  /(Bearer\s+)[\w.~+/-]{8,}=*|whsec_[\w+/=]+|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g;

/** Lines go to stderr as JSON; every line passes a scrubber, so that a secret inside an error text never reaches the log. */
export function createLog(options: { level: string; secrets: readonly string[] }): Log {
  const secrets = options.secrets.filter((secret) => secret.length >= 8);
  const scrub = (line: string): string => {
    let clean = line.replace(SECRET_PATTERN, (_whole, bearer: string | undefined) => `${bearer ?? ''}[secret]`);
    for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
    return clean;
  };
  return pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => process.stderr.write(scrub(line)) },
  );
}
