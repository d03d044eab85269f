import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSharedSubscriptions } from './shared-subscriptions.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { a: Int }');
const document = parse('subscription { a }');
const ada = { workspaceId: 'wsp_1', userId: 'usr_ada', role: 'producer' };

/** How often these people's equal subscriptions are executed. */
async function executionsOf(...actors: object[]): Promise<number> {
  const shared = createSharedSubscriptions();
  let executions = 0;
  const execute = () => {
    executions += 1;
    return (async function* () {})();
  };
  await Promise.all(actors.map((actor) => shared.subscribe({ schema, document, contextValue: { actor } }, execute)));
  return executions;
}

test('equal subscriptions of one person are one', async () => expect(await executionsOf(ada, { ...ada })).toBe(1));

test.each([
  ['person', { userId: 'usr_bob' }],
  ['role', { role: 'admin' }],
  ['workspace', { workspaceId: 'wsp_2' }],
])('another %s has a subscription of its own', async (_what, other) => expect(await executionsOf(ada, { ...ada, ...other })).toBe(2));
