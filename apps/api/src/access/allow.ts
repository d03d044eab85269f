import type { Role } from '@dailies/schema';
import { Refusal } from '../lib/refusal.ts';
import type { Actor } from './actor.ts';

/** The table of what each role may do. Every verb of a room asks it first. */
const ALLOWED = {
  'campaign.read': ['admin', 'producer', 'reviewer', 'viewer'],
  'campaign.write': ['admin', 'producer'],
  'campaign.launch': ['admin', 'producer'],
  'render.decide': ['admin', 'producer'],
  'clip.read': ['admin', 'producer', 'reviewer', 'viewer'],
  'library.write': ['admin', 'producer'],
  'workspace.write': ['admin'],
  'budget.read': ['admin', 'producer', 'reviewer', 'viewer'],
  'budget.write': ['admin'],
  'ledger.adjust': ['admin'],
  'catalog.write': ['admin'],
  'endpoint.operate': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof ALLOWED;

export class NotAllowed extends Refusal {
  readonly code = 'NOT_ALLOWED';
  constructor(action: Action, role: Role) {
    super(`Your role in this workspace (${role}) may not do this (${action}). Ask an administrator of the workspace.`);
  }
}

/** Throws NotAllowed unless the actor's role may do it. */
export function allow(actor: Actor, action: Action): void {
  if (!mayDo(actor.role, action)) throw new NotAllowed(action, actor.role);
}

export function mayDo(role: Role, action: Action): boolean {
  return (ALLOWED[action] as readonly Role[]).includes(role);
}

/** Everything a role may do, for screens that hide what would be refused. */
export function actionsOf(role: Role): Action[] {
  return (Object.keys(ALLOWED) as Action[]).filter((action) => mayDo(role, action));
}
