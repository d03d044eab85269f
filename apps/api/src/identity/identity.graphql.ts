import { actionsOf, NotAllowed } from '../access/allow.ts';
import type { Actor } from '../access/actor.ts';
import type { WorkspaceRow } from '../db/tables/workspaces.table.ts';
import { builder } from '../graphql/builder.ts';
import { defineLoader, keyBy } from '../graphql/context.ts';
import { EditionEnum, RoleEnum } from '../graphql/enums.ts';
import { UserRef, WorkspaceRef } from '../graphql/refs.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { listMembers, listUsersByIds, listWorkspacesByIds } from './identity.store.ts';
import { setEdition } from './set-edition.ts';
import { setReuseWindow } from './set-reuse-window.ts';

/** People of the actor's workspace. */
export const userLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listUsersByIds(deps.db, actor.workspaceId, ids), 'id'),
);
/** The actor's workspace; every other one is as good as not there. */
const workspaceLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(ids.includes(actor.workspaceId) ? await listWorkspacesByIds(deps.db, [actor.workspaceId]) : [], 'id'),
);

builder.node(UserRef, {
  description: 'A member of your workspace.',
  id: { resolve: (user) => user.id },
  loadMany: (ids: string[], context) => userLoader(context).loadMany(ids),
  fields: (t) => ({ name: t.exposeString('name') }),
});

builder.node(WorkspaceRef, {
  description: 'Where campaigns, clips and money belong together.',
  id: { resolve: (workspace) => workspace.id },
  loadMany: (ids: string[], context) => workspaceLoader(context).loadMany(ids),
  fields: (t) => ({
    name: t.exposeString('name'),
    edition: t.expose('edition', { type: EditionEnum }),
    members: t.field({
      type: [UserRef],
      description: 'The people of this workspace, by name; 1,000 at most.',
      resolve: ({ id }, _args, { deps }) => listMembers(deps.db, id),
    }),
  }),
});

const Viewer = builder.objectRef<Actor>('Viewer').implement({
  description: 'Who you are here, and what you may do.',
  fields: (t) => ({
    user: t.field({
      type: UserRef,
      resolve: async (actor, _args, context) => (await userLoader(context).load(actor.userId)) ?? gone('user', actor.userId),
    }),
    workspace: t.field({
      type: WorkspaceRef,
      resolve: async (actor, _args, context) =>
        (await workspaceLoader(context).load(actor.workspaceId)) ?? gone('workspace', actor.workspaceId),
    }),
    role: t.expose('role', { type: RoleEnum }),
    may: t.stringList({ description: 'Actions your role allows, such as `campaign.launch`.', resolve: (actor) => actionsOf(actor.role) }),
  }),
});

function gone(what: string, id: string): never {
  throw new Error(`${what} ${id} is gone while it acts`);
}

builder.queryField('viewer', (t) => t.field({ type: Viewer, resolve: (_root, _args, { actor }) => actor }));

const SetReuseWindowSuccess = builder
  .objectRef<{ workspace: WorkspaceRow }>('SetReuseWindowSuccess')
  .implement({ fields: (t) => ({ workspace: t.expose('workspace', { type: WorkspaceRef }) }) });

builder.mutationField('setReuseWindow', (t) =>
  t.fieldWithInput({
    type: SetReuseWindowSuccess,
    description: 'Says for how many hours a finished render may serve the same request again; 0 switches reuse off.',
    input: { hours: t.input.int({ required: true }) },
    errors: { types: [NotAllowed, InputInvalid] },
    resolve: async (_root, { input }, { deps, actor }) => ({ workspace: await setReuseWindow(deps, actor, input) }),
  }),
);

const SetEditionSuccess = builder
  .objectRef<{ workspace: WorkspaceRow }>('SetEditionSuccess')
  .implement({ fields: (t) => ({ workspace: t.expose('workspace', { type: WorkspaceRef }) }) });

builder.mutationField('setEdition', (t) =>
  t.fieldWithInput({
    type: SetEditionSuccess,
    description: 'Gives your workspace an edition; its limits hold from the next plan, launch and send on. See `editions`.',
    input: { edition: t.input.field({ type: EditionEnum, required: true }) },
    errors: { types: [NotAllowed] },
    resolve: async (_root, { input }, { deps, actor }) => ({ workspace: await setEdition(deps, actor, input) }),
  }),
);
