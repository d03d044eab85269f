import { migrations } from '@dailies/migrations';
import { Client } from 'pg';
import { broken, type Check, type Finding, note, ok, sentenceOf } from './check.ts';

const CONNECT_WITHIN_MS = 5_000;
/** `unique nulls not distinct`, which the library's tables use, came with 15 (postgresql.org/docs/release/15.0). */
const POSTGRES_MAJOR_MIN = 15;

export const database: Check = {
  name: 'PostgreSQL',
  async examine({ config, services }) {
    if (config.databaseUrl !== null) return judge(config.databaseUrl, `DATABASE_URL, ${new URL(config.databaseUrl).host}`);
    const local = await services.postgres();
    if (local.how === 'initialised') return ok('our own PostgreSQL 18, tried and thrown away; the first start makes it');
    return judge(local.url, `our own, ${local.how}`);
  },
};

interface Server {
  version: string;
  mayCreate: boolean;
  /** Names of the migrations it has had. */
  applied: string[];
}

async function judge(url: string, which: string): Promise<Finding> {
  let server: Server;
  try {
    server = await readServer(url);
  } catch (error) {
    const mend = 'unset DATABASE_URL   # npm brings PostgreSQL 18; or correct it: postgres://user:password@host:5432/database';
    return broken(`The server (${which}) does not let us in: ${sentenceOf(error)}.`, mend);
  }
  const says = `${server.version} (${which})`;
  if (Number.parseInt(server.version, 10) < POSTGRES_MAJOR_MIN) {
    return broken(`${says}: it must be ${POSTGRES_MAJOR_MIN} or newer.`, 'unset DATABASE_URL   # npm brings PostgreSQL 18');
  }
  const unknown = server.applied.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0) {
    return broken(`${says}: it was brought further by a newer release (${unknown.join(', ')}).`, 'git pull && npm run setup');
  }
  const pending = Object.keys(migrations).length - server.applied.length;
  if (pending === 0) return ok(`${says}, every migration applied`);
  if (server.mayCreate) return note(`${says}; ${pending} migrations are applied at the next start`);
  return broken(`${says}: its user may not create tables.`, `psql "$DATABASE_URL" -c 'grant create on schema public to current_user'`);
}

async function readServer(url: string): Promise<Server> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS, query_timeout: CONNECT_WITHIN_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Omit<Server, 'applied'> & { isMigrated: boolean }>(
      `select current_setting('server_version') as version, has_schema_privilege('public', 'create') as "mayCreate",
        to_regclass('kysely_migration') is not null as "isMigrated"`,
    );
    const { isMigrated, ...server } = rows[0]!;
    const applied = isMigrated ? await client.query<{ name: string }>('select name from kysely_migration') : { rows: [] };
    return { ...server, applied: applied.rows.map(({ name }) => name) };
  } finally {
    await client.end().catch(() => undefined);
  }
}
