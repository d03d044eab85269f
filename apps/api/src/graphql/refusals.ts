import type { FieldMap } from '@pothos/core';
import { NotAllowed } from '../access/allow.ts';
import { InputInvalid, NotFound, Refusal } from '../lib/refusal.ts';
import { builder, type SchemaTypes } from './builder.ts';

export const RefusalInterface = builder.interfaceRef<Refusal>('Refusal').implement({
  description: 'An expected "no": nothing was spent and nothing was changed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, for programs.' }),
    message: t.exposeString('message', { description: 'What happened, why, and what to do next, in words for a producer.' }),
  }),
});

type FieldBuilderOf<Shape> = PothosSchemaTypes.ObjectFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, Shape>;
type FieldsOf<Shape> = (t: FieldBuilderOf<Shape>) => FieldMap;

/** Makes a refusal class a GraphQL type that implements `Refusal`; `fields` adds its own. List the class in a mutation's `errors.types`. */
export function registerRefusal<Refused extends Refusal>(
  type: new (...args: never[]) => Refused,
  name: string,
  fields?: FieldsOf<Refused>,
): void {
  const options = { name, interfaces: [RefusalInterface], fields: fields ?? (() => ({})) };
  builder.objectType(type as unknown as new (...args: unknown[]) => Refusal, options as typeof options & { fields: FieldsOf<Refusal> });
}

registerRefusal(NotAllowed, 'NotAllowed');
registerRefusal(NotFound, 'NotFound');
registerRefusal(InputInvalid, 'InputInvalid', (t) => ({ field: t.exposeString('field') }));
