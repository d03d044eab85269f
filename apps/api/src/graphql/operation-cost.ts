import { PAGE_SIZE_DEFAULT } from '@dailies/schema';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  getNamedType,
  getNullableType,
  getOperationAST,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { fragmentsOf } from './document-weight.ts';

const PLAIN_LIST_LENGTH = 10;

/** An operation as it is about to run. Its document was validated and is of bounded size. */
export interface CostedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null | undefined;
  variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * How many fields an operation may answer: each counts 1, times the rows it may stand in. A connection answers as many rows as the page
 * that was asked for, `nodes(ids:)` as many as ids, a field with `extensions: { rowsMax }` as many as that, any other list counts as ten;
 * a list of plain values costs its length. Judged with the variables of this very request:
 * a validated document may be sent again with other pages. 0 where no operation can be found; executing says why.
 */
export function costOf({ schema, document, operationName, variableValues }: CostedOperation): number {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return 0;
  const fragments = fragmentsOf(document);
  const valueOf = argumentReader(operation, variableValues ?? {});

  const costOfSet = (set: SelectionSetNode, parent: GraphQLNamedType): number => {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += costOfField(selection, parent);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        cost += costOfSet(selection.selectionSet, typed(selection.typeCondition?.name.value, parent));
      else {
        const fragment = fragments.get(selection.name.value);
        if (fragment) cost += costOfSet(fragment.selectionSet, typed(fragment.typeCondition.name.value, parent));
      }
    }
    return cost;
  };
  const costOfField = (field: FieldNode, parent: GraphQLNamedType): number => {
    const declared = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    if (!declared) return 1;
    const { type } = declared;
    if (!field.selectionSet && !isListType(getNullableType(type))) return 1;
    const args = { first: valueOf(field, 'first'), last: valueOf(field, 'last'), ids: valueOf(field, 'ids') };
    const rows = rowsOf(args, declared, parent);
    return field.selectionSet ? 1 + rows * costOfSet(field.selectionSet, getNamedType(type)) : rows;
  };
  const typed = (name: string | undefined, parent: GraphQLNamedType): GraphQLNamedType => (name && schema.getType(name)) || parent;

  return costOfSet(operation.selectionSet, root);
}

function rowsOf(
  args: { first: unknown; last: unknown; ids: unknown },
  { type, extensions }: Pick<GraphQLField<unknown, unknown>, 'type' | 'extensions'>,
  parent: GraphQLNamedType,
): number {
  const asked = [args.first, args.last].find((size) => typeof size === 'number');
  if (asked !== undefined) return Math.max(asked, 1);
  if (Array.isArray(args.ids)) return Math.max(args.ids.length, 1);
  const declared = extensions['rowsMax'];
  if (typeof declared === 'number') return declared;
  if (getNamedType(type).name.endsWith('Connection')) return PAGE_SIZE_DEFAULT;
  const isRowsOfPage = parent.name.endsWith('Connection');
  return isListType(getNullableType(type)) && !isRowsOfPage ? PLAIN_LIST_LENGTH : 1;
}

/** Reads an argument as a number, a list or nothing; a variable by its value, else by its default. */
function argumentReader(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>) {
  const defaults = new Map(operation.variableDefinitions?.map((one) => [one.variable.name.value, one.defaultValue]));
  const read = (node: ValueNode | undefined): unknown => {
    if (!node) return undefined;
    if (node.kind === Kind.VARIABLE) return variables[node.name.value] ?? read(defaults.get(node.name.value));
    if (node.kind === Kind.INT) return Number(node.value);
    return node.kind === Kind.LIST ? node.values : undefined;
  };
  return (field: FieldNode, name: string): unknown => read(field.arguments?.find((one) => one.name.value === name)?.value);
}
