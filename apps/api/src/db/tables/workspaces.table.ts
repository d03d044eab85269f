import type { Edition, Role } from '@dailies/schema';
import type { Generated, Selectable } from 'kysely';

export interface WorkspacesTable {
  id: string;
  name: string;
  edition: Edition;
  /** How long a finished render may serve the same request again; 0 switches it off. */
  reuse_window_hours: Generated<number>;
  created_at: Generated<Date>;
}
export type WorkspaceRow = Selectable<WorkspacesTable>;

export interface UsersTable {
  id: string;
  name: string;
  email: string | null;
  created_at: Generated<Date>;
}
export type UserRow = Selectable<UsersTable>;

export interface MembersTable {
  workspace_id: string;
  user_id: string;
  role: Role;
  created_at: Generated<Date>;
}
