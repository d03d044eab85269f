import type { Edition, Role } from '@dailies/schema';

/** Who acts, and where: behind every call. All reads and writes are scoped to `workspaceId`. */
export interface Actor {
  userId: string;
  name: string;
  workspaceId: string;
  workspaceName: string;
  edition: Edition;
  role: Role;
}
