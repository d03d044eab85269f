import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { findProcess, isSameProcess, type ProcessIdentity } from './process-identity.ts';

function readTenant(file: string): ProcessIdentity | null {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : null;
  } catch {
    return null;
  }
}

/** The living processes that use the service in this folder; the entries of dead ones are removed. Call under the folder's lock. */
export function listTenants(folder: string): ProcessIdentity[] {
  const register = path.join(folder, 'tenants');
  mkdirSync(register, { recursive: true, mode: 0o700 });
  return readdirSync(register).flatMap((name) => {
    const file = path.join(register, name);
    const tenant = readTenant(file);
    if (tenant && isSameProcess(tenant)) return [tenant];
    rmSync(file, { force: true });
    return [];
  });
}

/**
 * Notes that this process uses the service in this folder, so that the last one out, and nobody before, turns it off.
 * `leave` answers whether we were the last. Call both under the folder's lock.
 */
export function enterAsTenant(folder: string): { leave(): boolean } {
  const register = path.join(folder, 'tenants');
  mkdirSync(register, { recursive: true, mode: 0o700 });
  const file = path.join(register, `${process.pid}-${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(findProcess(process.pid)), { mode: 0o600 });
  return {
    leave() {
      rmSync(file, { force: true });
      return listTenants(folder).length === 0;
    },
  };
}
